// Suggestions while typing (combobox with a list). Without this script the search is an ordinary form.
(() => {
  const field = document.querySelector('[data-suggest]');
  if (!field) return;
  const box = field.closest('.kern-form-input');
  box.classList.add('mv-suggest');
  const list = Object.assign(document.createElement('ul'), { id: 'vorschlaege', hidden: true });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', field.dataset.suggestLabel);
  const status = Object.assign(document.createElement('p'), { className: 'kern-sr-only' });
  status.setAttribute('role', 'status');
  box.append(list, status);
  for (const [name, value] of Object.entries({
    role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': list.id, 'aria-expanded': 'false',
  })) field.setAttribute(name, value);

  let chosen = -1;
  let waiting;
  let asked = '';
  const options = () => [...list.children];
  const mark = (index) => {
    chosen = index;
    options().forEach((option, i) => option.setAttribute('aria-selected', String(i === index)));
    if (index < 0) field.removeAttribute('aria-activedescendant');
    else field.setAttribute('aria-activedescendant', options()[index].id);
  };
  const close = () => { list.hidden = true; field.setAttribute('aria-expanded', 'false'); mark(-1); };
  const go = (option) => { window.location.assign(option.dataset.url); };

  const show = (results) => {
    list.replaceChildren(...results.map((row, i) => {
      const option = Object.assign(document.createElement('li'), { id: `vorschlag-${i}`, textContent: row.title });
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', 'false');
      option.dataset.url = row.url;
      option.addEventListener('mousedown', (event) => { event.preventDefault(); go(option); });
      return option;
    }));
    chosen = -1;
    field.removeAttribute('aria-activedescendant');
    list.hidden = !results.length;
    field.setAttribute('aria-expanded', String(results.length > 0));
    status.textContent = results.length ? `${results.length} ${field.dataset.suggestSome}` : field.dataset.suggestNone;
  };

  const ask = async () => {
    const text = field.value.trim();
    if (text === asked) return;
    asked = text;
    if (text.length < 2) { close(); status.textContent = ''; return; }
    try {
      const answer = await fetch(`${field.dataset.suggest}?${new URLSearchParams({ q: text })}`);
      if (!answer.ok) return;
      const { results } = await answer.json();
      if (text === asked && document.activeElement === field) show(results);
    } catch { /* no suggestions; the search itself works */ }
  };

  field.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });
  field.addEventListener('blur', close);
  field.addEventListener('keydown', (event) => {
    const count = options().length;
    if (event.key === 'Escape' && !list.hidden) { event.preventDefault(); close(); }
    if (list.hidden || !count) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      mark((chosen + step + count + (chosen < 0 && step < 0 ? 1 : 0)) % count);
    } else if (event.key === 'Enter' && chosen >= 0) {
      event.preventDefault();
      go(options()[chosen]);
    }
  });
})();
