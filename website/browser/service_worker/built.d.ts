// What the build puts before the service worker.

/** What is cached by itself once somebody needs it. */
type PartOfSite = "site" | "runtime";

/**
 * What to cache, by when, in every language and by the folder of each ("" is German); the patterns of files
 * whose names change with their content; other digests.
 */
declare const SITE: {
  version: string;
  immutable: string;
  named: string;
  digests: Record<string, string>;
  languages: Record<string, Record<PartOfSite | "frame", string[]>>;
} & Record<PartOfSite | "frame", string[]>;

/** What a page says of itself: its address, what it needs, and whether to fetch nothing for later. */
interface Visit {
  page: string;
  parts: PartOfSite[];
  sparing?: boolean;
}
