// The site's own way to Python without its page: what the page costs, the others do not pay.

show(async ({ name, pairs }) => {
  const reply = await ask({ name, language: "de", answers: JSON.stringify(pairs) }, () => {});
  return reply.html;
});
