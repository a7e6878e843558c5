/** Who is in the program: partners, campaigns and the links between them. */
export interface Partner {
  readonly id: string;
  readonly name: string;
  readonly program: string;
  readonly currency: "USD" | "EUR";
  readonly country: string;
}

export interface Campaign {
  readonly id: string;
  readonly name: string;
  readonly costModel: "revshare" | "cpa" | "cpl";
  /** Share of the sale in percent, or a fixed amount in the partner's currency. */
  readonly pays: number;
}

export interface Link {
  readonly id: string;
  readonly partner: Partner;
  readonly campaign: Campaign;
  readonly url: string;
  readonly sources: readonly [string, ...string[]];
  /** Sales (or, where leads are paid, leads) on a usual day, in thousandths. */
  readonly daily: number;
}

export const workspace = "ws_acme";

const partner = (number: string, name: string, program: string, country = "US"): Partner => ({
  id: `prt_${number}`,
  name,
  program,
  country,
  currency: country === "US" ? "USD" : "EUR",
});

const affiliates = "prg_affiliates";
const creators = "prg_creators";

export const summit = partner("001", "Summit Gear Reviews", affiliates);
export const trailhead = partner("002", "Trailhead Weekly", creators);
export const frugal = partner("003", "The Frugal Hiker", creators);
const alpenglow = partner("004", "Alpenglow Journal", creators, "AT");
export const packlist = partner("005", "Packlist", affiliates);
export const wanderzeit = partner("006", "Wanderzeit", affiliates, "DE");
export const coupons = partner("007", "Coupon Canyon", affiliates);
const northbound = partner("008", "Northbound Podcast", creators);
export const cordee = partner("009", "La Cordée", affiliates, "FR");
export const basecamp = partner("010", "Basecamp Deals", affiliates);
export const wheels = partner("011", "Two Wheels Out", creators);
export const tidewater = partner("012", "Tidewater Paddle Club", affiliates);

export const partners = [
  summit,
  trailhead,
  frugal,
  alpenglow,
  packlist,
  wanderzeit,
  coupons,
  northbound,
  cordee,
  basecamp,
  wheels,
  tidewater,
];

const campaign = (
  number: string,
  name: string,
  costModel: Campaign["costModel"],
  pays: number,
): Campaign => ({ id: `cmp_${number}`, name, costModel, pays });

export const store = campaign("01", "Evergreen store", "revshare", 8);
export const boots = campaign("02", "Boots and packs", "revshare", 10);
const gifts = campaign("03", "Gift cards", "cpa", 6);
export const newsletter = campaign("04", "Newsletter sign-ups", "cpl", 3);
export const flash = campaign("05", "Flash sale", "revshare", 7);
const europe = campaign("06", "Europe", "revshare", 9);

export const campaigns = [store, boots, gifts, newsletter, flash, europe];

const placements: readonly [Partner, Campaign, number, Link["sources"]][] = [
  [summit, store, 2600, ["summitgearreviews.example", "google.com"]],
  [summit, boots, 2400, ["summitgearreviews.example", "google.com"]],
  [summit, flash, 1300, ["summitgearreviews.example"]],
  [trailhead, store, 3000, ["trailheadweekly.example"]],
  [trailhead, newsletter, 1700, ["trailheadweekly.example"]],
  [frugal, store, 2200, ["thefrugalhiker.example", "pinterest.com"]],
  [frugal, boots, 1500, ["thefrugalhiker.example", "pinterest.com"]],
  [frugal, flash, 1000, ["thefrugalhiker.example"]],
  [alpenglow, europe, 2400, ["alpenglow.example", "instagram.com"]],
  [packlist, boots, 3400, ["packlist.example"]],
  [packlist, store, 1200, ["packlist.example"]],
  [wanderzeit, europe, 3600, ["wanderzeit.example", "google.de"]],
  [coupons, store, 4200, ["couponcanyon.example"]],
  [coupons, gifts, 1600, ["couponcanyon.example"]],
  [northbound, store, 1100, ["northboundpod.example", "open.spotify.com"]],
  [northbound, newsletter, 1300, ["northboundpod.example"]],
  [cordee, europe, 2100, ["lacordee.example", "google.fr"]],
  [basecamp, store, 3500, ["basecampdeals.example", "google.com"]],
  [basecamp, boots, 1000, ["basecampdeals.example"]],
  [wheels, boots, 1400, ["youtube.com"]],
  [wheels, store, 600, ["youtube.com", "instagram.com"]],
  [tidewater, boots, 450, ["tidewaterpaddle.example"]],
];

export const links: readonly Link[] = placements.map(([owner, to, daily, sources], index) => ({
  id: `lnk_${String(index + 1).padStart(3, "0")}`,
  partner: owner,
  campaign: to,
  url: `https://go.acme-outdoor.example/${owner.id.slice(4)}/${to.id}`,
  sources,
  daily,
}));
