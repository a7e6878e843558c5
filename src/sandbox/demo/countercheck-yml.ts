/** The demo's configuration, the first one a newcomer reads. */
export function countercheckYml(month: string, box: string | null = null): string {
  return `# Acme Outdoor's affiliate program, as Countercheck sees it.
# Run it: npx countercheck runbook run payout-mismatch --source acme --window ${month}

timezone: America/New_York # the days finance reports in
currency: USD # every total is given in it

# What one euro was worth, day by day: date,from,to,rate
rates: { files: 'rates.csv' }

# Where closed months are kept, a git repository that is made with the first: countercheck close ${month}
close: { repository: ./books }

sources:
  acme:
    kind: files
    path: ./exports
    timezone: UTC # how times without an offset are meant, and where the platform's days begin

    # One line per dataset: where its files are, and how they differ from the canonical form.
    #   columns   canonical name: the header in the file (the others are named alike)
    #   statuses  their word: canonical word (the others are spelled alike)
    #   amounts   decimal (default), minor, "$1,234.50" or "1.234,50"
    datasets:
      commissions:
        files: 'commissions-*.csv'
        columns:
          commission_id: Commission ID
          conversion_id: Conversion ID
          partner_id: Partner ID
          program_id: Program ID
          type: Type
          status: State
          amount: Earnings
          currency: Currency
          created_at: Created
          approved_at: Approved
          hold_until: Hold until
          paid_at: Paid
          payout_id: Payout ID
        statuses: { queued: processed, reversed: refunded, void: canceled }

      payouts: # cents, in JSON
        files: 'payouts.json'
        columns: { payout_id: id, status: state }
        statuses: { settled: completed, returned: failed }
        amounts: minor

      conversions: { files: 'conversions.csv' }
      customers: { files: 'customers.csv' }
      events: { files: 'events-*.jsonl.gz' }
      cards: { files: 'cards.json' } # the dashboard's own numbers
      links: { files: 'links.csv' }
      campaigns: { files: 'campaigns.csv', amounts: '$1,234.50' }
      budgets: { files: 'budgets.csv', amounts: '1.234,50' } # semicolons, saved in Berlin
      deliveries: { files: 'deliveries.csv.gz' }
      config_changes: { files: 'config-changes.jsonl' }
      members: { files: 'members.csv' }
      invoices: { files: 'invoices.csv', amounts: '$1,234.50' }

# What is checked, when, and where its digest goes: a channel's id. One without a channel is run by hand: /check weekly
cadences:
  # These exports end with ${month}, so later days and weeks hold nothing to judge. Exports that go on have these too:
  # daily: { channel: C0AFFILOPS, dead_man_channel: C0GENERAL1 } # 08:00, for the day before
  # weekly: { channel: C0AFFILOPS, dead_man_channel: C0GENERAL1 } # Mondays 08:30
  monthly: { channel: C0FINANCE1, dead_man_channel: C0GENERAL1 } # the 1st, 09:00

# Who looks after what is found; each check's thresholds can be set here, too.
checks:
  status-spike: { owner: U0MAYA0001 }
  open-month: { owner: U0TOMAS002 }
${box === null ? "" : watched(box)}`;
}

/** What is looked at, where there is a far side to look at. */
function watched(box: string): string {
  return `
# What is looked at, how often, and where its incidents are told. "Let the payouts API fail" on the page's left breaks the first.
watch:
  channel: C0AFFILOPS
  allow_private: [127.0.0.0/8] # the demo's platform is on this machine; networks of our own are refused unless named
endpoints:
  payouts-api:
    kind: http
    url: ${box}/demo/api/payouts
    interval: 3s
    source: acme
    dataset: payouts
    owner: U0TOMAS002
    assert:
      - status: 200
      - json: { path: $.status, equals: ok }
  tracking-pixel:
    kind: pixel
    url: ${box}/demo/pixel.gif
    interval: 10s
    source: acme
    dataset: conversions
    width: 1
    height: 1
`;
}
