// Select2 does not tell screen readers what its field is called: take the name from the label. Runs after Django has
// made the fields, for jQuery keeps the order.
window.django?.jQuery?.(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const value = select.parentElement.querySelector(".select2-selection__rendered");
    if (label && value) {
      label.id ||= `${select.id}_label`;
      for (const part of [value, value.closest(".select2-selection")]) {
        part.setAttribute("aria-labelledby", `${label.id} ${value.id}`);
      }
    }
  }
  // The search inside of a field for several rows is called like the field
  for (const select of document.querySelectorAll("select.admin-autocomplete[multiple]")) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    select.parentElement.querySelector(".select2-search__field")?.setAttribute("aria-label", label?.textContent ?? "");
  }
  for (const head of document.querySelectorAll("thead th.original:empty")) {
    head.append(Object.assign(document.createElement("span"), {className: "visually-hidden", textContent: "Zeile"}));
  }
});
