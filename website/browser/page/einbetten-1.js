// Fits the height of each frame with one of our calculators to its content. For the pages of other
// sites, which may include it once. It hears only our own frames, and only a height from them.
(() => {
  const home = new URL("../einbetten/", document.currentScript.src);
  const HIGHEST = 30000;

  const frames = () =>
    [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(home.href));

  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== home.origin || data?.soziotherapie !== "height") return;
    if (!(data.height > 0 && data.height < HIGHEST)) return;
    const frame = frames().find(({ contentWindow }) => contentWindow === source);
    if (frame) frame.style.height = `${data.height}px`;
  });

  // A frame may have told its height before this script was there.
  const ask = () => {
    for (const frame of frames()) {
      frame.contentWindow.postMessage({ soziotherapie: "height?" }, home.origin);
    }
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", ask);
  else ask();
})();
