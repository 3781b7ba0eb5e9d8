// The site's own way to Python without its page: what the page costs, the others do not pay.

import { ask } from "/chosen/assets/python.js";

show(async ({ name, pairs }) => {
  const reply = await ask({ name, language: "de", answers: JSON.stringify(pairs) }, () => {});
  return reply.html;
});
