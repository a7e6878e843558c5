/** Of members: whoever left, by their status; unknown words are taken for people who are still there. */
export const hasLeft = `coalesce(lower(status) IN ('deactivated', 'disabled', 'left', 'leaver', 'removed', 'revoked', 'suspended', 'terminated', 'offboarded', 'inactive', 'deleted', 'expired'), false)`;

/** Who was asked and has not come yet. */
export const isInvited = `coalesce(lower(status) IN ('invited', 'pending'), false)`;

export const isKey = `coalesce(lower(kind) IN ('api_key', 'key', 'token', 'service', 'service_account'), false)`;

/** Who may change everything. */
export const isPrivileged = `coalesce(regexp_matches(lower(role), '(^|[ _-])(owner|admin|administrator|superadmin|root)($|[ _-])'), false)`;

/** Days since a member was last active, as of the window's end; NULL where nobody knows. */
export const idleDays = `CASE WHEN last_active_at IS NOT NULL THEN greatest(0, date_diff('day', last_active_at, ends_at)) END`;
