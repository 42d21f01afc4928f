// Runs before the page is drawn, so that a chosen appearance never flashes.
(() => {
  let theme = null;
  try { theme = localStorage.getItem('mv-theme'); } catch { /* storage is blocked: follow the system */ }
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.kernTheme = theme;
})();
