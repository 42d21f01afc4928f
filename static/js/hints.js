// Hints for plain language are counted anew while somebody types. The server finds them; this only asks.
(() => {
  const WAIT = 700;
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  const address = document.querySelector("meta[name='rd-hints']")?.content;

  async function ask(field, panel) {
    const body = new URLSearchParams({ text: field.value, language: field.dataset.hints });
    const asked = field.value;
    let answer;
    try {
      answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token() }, body });
    } catch {
      return; // away for a moment: the next key asks again, and saving shows the hints anyway
    }
    if (!answer.ok || asked !== field.value) return;
    const wasOpen = panel.querySelector("details")?.open;
    panel.innerHTML = await answer.text();
    if (wasOpen) panel.querySelector("details")?.setAttribute("open", "");
  }

  const timers = new WeakMap();
  document.addEventListener("input", (event) => {
    const field = event.target;
    const panel = field.dataset?.hints && document.getElementById(`${field.id}_hinweise`);
    if (!panel || !address) return;
    clearTimeout(timers.get(field));
    timers.set(field, setTimeout(() => ask(field, panel), WAIT));
  });
})();
