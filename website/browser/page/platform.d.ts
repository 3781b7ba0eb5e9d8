// What some browsers have and TypeScript's list of the platform lacks.

interface NetworkInformation {
  saveData?: boolean;
  effectiveType?: string;
}

interface Navigator {
  connection?: NetworkInformation;
}

interface Window {
  /** Where the theme hears that a page has come; its script brings it. */
  document$: { next(page: Document): void };
}
