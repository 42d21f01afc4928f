// Only an improvement: everything works without this script.
(() => {
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const remembered = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* not kept, still works */ } };

  // The error summary takes the focus
  $('[data-error-summary]')?.focus();

  // Light or dark, in the top line and in the menu
  const root = document.documentElement;
  const systemDark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.kernTheme ? root.dataset.kernTheme === 'dark' : systemDark.matches);
  const toggles = $$('[data-theme-toggle]');
  const show = () => toggles.forEach((b) => b.setAttribute('aria-pressed', String(isDark())));
  toggles.forEach((button) => {
    (button.closest('[data-theme-item]') ?? button).hidden = false;
    button.hidden = false;
    button.addEventListener('click', () => {
      root.dataset.kernTheme = isDark() ? 'light' : 'dark';
      remember('mv-theme', root.dataset.kernTheme);
      show();
    });
  });
  systemDark.addEventListener('change', show);
  show();

  // The menu closes with Escape and when the focus leaves it
  $$('.mv-menu').forEach((menu) => {
    menu.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && menu.open) { menu.open = false; $('summary', menu).focus(); }
    });
    menu.addEventListener('focusout', (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
  });

  // Folded on narrow screens
  if (!matchMedia('(min-width: 62rem)').matches) $$('[data-fold]').forEach((details) => { details.open = false; });

  // A form is sent once, even when the button is pressed twice
  $$('form[data-once]').forEach((form) => form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  }));
  addEventListener('pageshow', () => $$('form[data-once]').forEach((form) => { delete form.dataset.sent; }));

  // Print buttons
  $$('[data-print]').forEach((button) => { button.hidden = false; button.addEventListener('click', () => print()); });

  // Inbox: select all, say how many are selected. The words come from data-one and data-many ("%s").
  const all = $('[data-check-all]');
  const count = $('[data-check-count]');
  if (all) {
    const boxes = $$('[data-check]');
    const sync = () => {
      const n = boxes.filter((box) => box.checked).length;
      if (count) count.textContent = n === 1 ? count.dataset.one : (count.dataset.many ?? '%s').replace('%s', n);
      boxes.forEach((box) => box.closest('tr').classList.toggle('is-selected', box.checked));
    };
    all.addEventListener('change', () => { boxes.forEach((box) => { box.checked = all.checked; }); sync(); });
    boxes.forEach((box) => box.addEventListener('change', sync));
  }

  // Keys in the inbox: j, k move, x selects, / filters. A button with data-keys-toggle turns them off (WCAG 2.1.4).
  const rows = $$('[data-row]');
  const keysToggle = $('[data-keys-toggle]');
  const keysOff = () => remembered('mv-keys') === 'off';
  if (keysToggle) {
    keysToggle.hidden = false;
    keysToggle.setAttribute('aria-pressed', String(!keysOff()));
    keysToggle.addEventListener('click', () => {
      remember('mv-keys', keysOff() ? 'on' : 'off');
      keysToggle.setAttribute('aria-pressed', String(!keysOff()));
    });
  }
  let current = -1;
  if (rows.length) document.addEventListener('keydown', (event) => {
    const typing = /INPUT|TEXTAREA|SELECT/.test(event.target.tagName) && event.target.type !== 'checkbox';
    if (typing || event.ctrlKey || event.metaKey || event.altKey || keysOff()) return;
    if (event.key === '/') { event.preventDefault(); $('[data-filter]')?.focus(); }
    if (event.key === 'j' || event.key === 'k') {
      current = Math.max(0, Math.min(rows.length - 1, current + (event.key === 'j' ? 1 : -1)));
      $('a', rows[current])?.focus();
    }
    if (event.key === 'x' && current >= 0) $('[data-check]', rows[current])?.click();
  });
})();
