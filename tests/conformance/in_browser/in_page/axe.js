/** Runs axe-core, which is in the page already, and keeps what a developer needs of its verdict. */
async ([tags, enhanced]) => {
  const said = await axe.run(document, {
    runOnly: { type: "tag", values: tags },
    rules: { "target-size": { enabled: true }, "color-contrast-enhanced": { enabled: enhanced } },
    resultTypes: ["violations"],
  });
  return said.violations.map(({ id, help, tags: of, nodes }) => ({
    rule: id,
    help,
    tags: of,
    places: nodes.map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary.split("\n").slice(1, 2).join(" ").trim()}`),
  }));
};
