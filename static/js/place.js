// Suggestions for a place while typing. Only an improvement: the field works without it.
(() => {
  document.querySelectorAll('input[data-place]').forEach((input) => {
    const list = document.createElement('datalist');
    list.id = `${input.id}-vorschlaege`;
    input.after(list);
    input.setAttribute('list', list.id);
    let asked = '';
    let waiting;
    const words = (area) => {
      const above = area.parents.filter((p) => p.kind === 'amt' || p.kind === 'kreis').map((p) => p.name);
      return [...(area.locality ? [area.locality] : []), area.short_name, ...above].join(', ');
    };
    const ask = async () => {
      const text = input.value.trim();
      if (text.length < 2 || text === asked) return;
      asked = text;
      try {
        const answer = await fetch(`/api/v1/areas/?kind=gemeinde&q=${encodeURIComponent(text)}`);
        if (!answer.ok || asked !== text) return;
        const { results } = await answer.json();
        list.replaceChildren(...results.slice(0, 10).map((area) => {
          const option = document.createElement('option');
          option.value = words(area);
          option.label = area.postcodes.slice(0, 3).join(', ');
          return option;
        }));
      } catch { /* no suggestions, still works */ }
    };
    input.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(ask, 150); });
  });
})();
