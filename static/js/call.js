// The hotline's keys. Function keys, so that nothing gets in the way of typing. Without this script all works by Tab.
(() => {
  const $ = (selector) => document.querySelector(selector);
  const line = $('[data-call-line]');
  const choices = [...document.querySelectorAll('[data-call-choice]')];
  const status = $('[data-call-status]');
  const text = $('[data-call-text]');
  const copyButton = $('[data-call-copy]');

  const copy = async () => {
    try { await navigator.clipboard.writeText(text.value); } catch { text.select(); document.execCommand('copy'); }
    status.textContent = status.dataset.copied;
    copyButton.querySelector('.kern-label').textContent = status.dataset.copied;
  };
  if (copyButton) {
    copyButton.hidden = false;
    copyButton.addEventListener('click', copy);
  }

  const move = (step) => {
    const now = choices.indexOf(document.activeElement);
    if (now === 0 && step < 0) line.focus();
    else choices[Math.max(0, Math.min(choices.length - 1, now + step))]?.focus();
  };
  const keys = {
    F2: () => copyButton && copy(),
    F4: () => $('#id_email')?.focus(),
    F6: () => {
      const box = $('[data-call-callback]');
      if (!box) return;
      box.open = true;
      $('#rueckruf_phone').focus();
    },
    F7: () => $('#aktenzeichen').focus(),
    F8: () => $('[data-call-key="F8"]').click(),
    F9: () => $('[data-call-key="F9"]').click(),
    Escape: () => { line.focus(); line.select(); },
  };
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const isList = document.activeElement === line || choices.includes(document.activeElement);
    if (isList && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  line.select();
})();
