// Puts Leaflet in the place of the drawn map. Names and addresses come from the drawing, so that both say the same.
// Without this script, or if the borders cannot be loaded, the drawing stays.
(() => {
  'use strict';
  const CLOSE = 10; // from this zoom the borders of the municipalities are shown
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const json = (address) => fetch(address).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)));

  function start(figure, shapes, ground) {
    const stage = figure.querySelector('[data-map-stage]');
    const drawing = figure.querySelector('[data-map-drawing]');
    const drawn = new Map([...drawing.querySelectorAll('[data-ars]')].map((node) => [node.dataset.ars, node]));
    stage.hidden = false;
    const map = L.map(stage, {
      attributionControl: false, zoomControl: false, zoomSnap: 0.25, minZoom: 6, maxZoom: 14, scrollWheelZoom: false,
      zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still,
    });
    L.control.zoom({ zoomInTitle: figure.dataset.zoomIn, zoomOutTitle: figure.dataset.zoomOut }).addTo(map);
    // The wheel zooms only while the map is used, so that the page scrolls past it
    map.on('focus', () => map.scrollWheelZoom.enable()).on('blur', () => map.scrollWheelZoom.disable());

    const quiet = { interactive: false, className: 'mv-geo__other' };
    const others = L.geoJSON(ground, { style: quiet }).addTo(map);
    const chosen = L.geoJSON(shapes, {
      filter: (feature) => drawn.has(feature.properties.ars),
      style: (feature) => look(drawn.get(feature.properties.ars)),
      onEachFeature: (feature, layer) => link(map, layer, drawn.get(feature.properties.ars)),
    }).addTo(map);
    const isWhole = drawing.getAttribute('role') === 'img' || figure.dataset.level === 'kreise';
    const frame = (isWhole ? others : chosen).getBounds();
    map.fitBounds(frame, { padding: [12, 12], animate: false });
    seat(figure, map);
    map.setMaxBounds(others.getBounds().pad(0.3));
    // A finger scrolls the page until there is something to move
    const drag = () => map.dragging[map.getZoom() > map.getBoundsZoom(frame) ? 'enable' : 'disable']();
    if (L.Browser.mobile) { drag(); map.on('zoomend', drag); }
    map.on('zoomend', () => map.getZoom() >= CLOSE && municipalities(figure, map));
    chosen.eachLayer((layer) => reachable(map, layer, drawn.get(layer.feature.properties.ars)));
    background(figure, map);
    // Only now: the drawing was there for whoever waited
    drawing.setAttribute('hidden', '');
    figure.dataset.mapReady = '';
  }

  function look(node) {
    return node.localName === 'a' ? { className: 'mv-geo__link' } : { className: 'is-on', interactive: false };
  }

  function link(map, layer, node) {
    if (node.localName !== 'a') return;
    const { label } = node.dataset;
    if (label) layer.bindTooltip(label, { permanent: true, direction: 'center', className: 'mv-geo__label' });
    else layer.bindTooltip(node.getAttribute('aria-label'), { sticky: true });
    layer.on('click', () => { location.href = node.getAttribute('href'); });
  }

  // An area of the map is a link for the keyboard and for screen readers too
  function reachable(map, layer, node) {
    const path = layer.getElement();
    if (!path || node.localName !== 'a') return;
    path.setAttribute('role', 'link');
    path.setAttribute('tabindex', '0');
    path.setAttribute('aria-label', node.getAttribute('aria-label'));
    // Neighbours lie over the border of an area; its copy lies over the neighbours
    const halo = L.geoJSON(layer.feature, { interactive: false, style: { className: 'mv-geo__halo' } });
    path.addEventListener('focus', () => {
      halo.addTo(map);
      const centre = layer.getBounds().getCenter();
      if (!map.getBounds().contains(centre)) map.panTo(centre, { animate: !still });
      if (!node.dataset.label) layer.openTooltip(centre);
    });
    path.addEventListener('blur', () => { halo.remove(); if (!node.dataset.label) layer.closeTooltip(); });
    path.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') { event.stopPropagation(); location.href = node.getAttribute('href'); }
    });
  }

  function seat(figure, map) {
    if (!figure.dataset.seat) return;
    const place = figure.dataset.seat.split(' ').map(Number);
    L.circleMarker(place, { radius: 7, interactive: false, className: 'mv-geo__seat' }).addTo(map);
  }

  function municipalities(figure, map) {
    if ('hasLines' in figure.dataset) return;
    figure.dataset.hasLines = '';
    json(figure.dataset.gemeinden)
      .then(
        (lines) => L.geoJSON(lines, { interactive: false, style: { className: 'mv-geo__line' } }).addTo(map),
        () => { delete figure.dataset.hasLines; },
      );
  }

  // A map of another server is loaded when somebody asks for it, not before
  function background(figure, map) {
    const button = figure.querySelector('[data-map-background]');
    if (!button) return;
    const { wmsUrl, wmsLayers } = figure.dataset;
    const tiles = L.tileLayer.wms(wmsUrl, { layers: wmsLayers, format: 'image/png', version: '1.3.0' });
    button.hidden = false;
    button.addEventListener('click', () => {
      const isOn = !map.hasLayer(tiles);
      if (isOn) tiles.addTo(map); else tiles.remove();
      button.setAttribute('aria-pressed', String(isOn));
      figure.classList.toggle('has-background', isOn);
      figure.querySelector('[data-map-source]').hidden = !isOn;
    });
  }

  document.querySelectorAll('[data-map]').forEach((figure) => {
    const addresses = [figure.dataset[figure.dataset.level], figure.dataset.kreise];
    Promise.all(addresses.map(json)).then(([shapes, ground]) => start(figure, shapes, ground), () => {});
  });
})();
