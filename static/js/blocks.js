// Blocks of a page: shows the fields of the chosen kind only. Without JavaScript all of them are there.
(() => {
  const show = (row) => {
    const kind = row.querySelector("select[name$='-kind']")?.value;
    for (const field of row.querySelectorAll("[data-kinds]")) {
      const line = field.closest(".form-row");
      if (line) line.hidden = !field.dataset.kinds.split(" ").includes(kind);
    }
  };
  const rows = () => document.querySelectorAll(".inline-related");
  document.addEventListener("DOMContentLoaded", () => rows().forEach(show));
  document.addEventListener("formset:added", (event) => show(event.target));
  document.addEventListener("change", (event) => {
    const row = event.target.matches("select[name$='-kind']") && event.target.closest(".inline-related");
    if (row) show(row);
  });
})();
