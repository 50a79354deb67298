const below = /^\/w\/[^/]+/.exec(globalThis.location?.pathname ?? '');

/** What stands before every path of this workspace: empty for the installation's own, `/w/NAME` for any other. */
export const workspaceBase = below?.[0] ?? '';
