/** What a person decided by hand; tags are named by a surface form, so decisions outlive other parameters and other data. */

export type Decision =
  /** The merge stands, even where the parameters would no longer make it. */
  | { readonly kind: 'accept'; readonly tag: string; readonly into: string }
  /** `tag` and `into` never end up in one group. */
  | { readonly kind: 'reject'; readonly tag: string; readonly into: string }
  /** Never dropped for being rare, never merged away; others may merge into it. */
  | { readonly kind: 'pin'; readonly tag: string }
  /** The group that holds `tag` is shown as `name`. */
  | { readonly kind: 'rename'; readonly tag: string; readonly name: string }
  /** This raw form stands alone. */
  | { readonly kind: 'split'; readonly tag: string }
  /** The group that holds `tag` joins the group that holds `into`. */
  | { readonly kind: 'merge'; readonly tag: string; readonly into: string }
  /** The group that holds `tag` is left out. */
  | { readonly kind: 'exclude'; readonly tag: string };

export type DecisionKind = Decision['kind'];
