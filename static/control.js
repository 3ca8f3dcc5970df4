// The control centre: the map of movements, a track played back, and the word that the page is not renewed any more.
"use strict";

// ---- The map: vectors kept here, no tiles; colours come from the style sheet, so that both themes work ----------------

const place = document.getElementById("map");
const HOME = { centre: [48.2, 67.5], zoom: 4.75, bounds: [[33, 38], [60, 98]] };
const vehicles = new Map();
const bubbles = [];
const TOO_NEAR = 22; // pixels
const MOST_NAMES = 8;
const NARROW = 600; // pixels: a phone shows where the corridors are, not the whole country
let map = null;

const json = async (address) => {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
};

const draw = async () => {
  place.replaceChildren();
  map = L.map(place, { zoomControl: false, attributionControl: false, minZoom: 4, maxZoom: 10, zoomSnap: 0.25, maxBounds: HOME.bounds });
  map.setView(HOME.centre, HOME.zoom);
  map.on("zoomend", gather);
  L.control.zoom({ zoomInTitle: place.dataset.zoomIn, zoomOutTitle: place.dataset.zoomOut }).addTo(map);
  const [base, lines] = await Promise.all([json(place.dataset.base), json(place.dataset.lines)]);
  L.geoJSON(base, { interactive: false, style: (one) => ({ className: one.id === "398" ? "sw-land sw-land-home" : "sw-land", fillOpacity: 1 }) }).addTo(map);
  const drawn = L.featureGroup(lines.corridors.map((one) => L.polyline(one.line, { className: `sw-way-line sw-way-line-${one.mode}`, interactive: false }))).addTo(map);
  if (place.clientWidth < NARROW && lines.corridors.length) map.fitBounds(drawn.getBounds().pad(0.1));
  for (const one of lines.offices) {
    L.circleMarker(one.at, { radius: 4, className: "sw-post-mark", interactive: false, fillOpacity: 1 }).addTo(map)
      .bindTooltip(one.name, { permanent: true, direction: "top", offset: [0, -5], className: "sw-post-name" });
  }
};

// Shape tells truck from wagon, the edge tells risk, a halo an alarm, a dashed edge that nothing was heard lately.
const iconOf = (one) => {
  const names = ["sw-vehicle", "sw-vehicle-placed", `sw-vehicle-${one.mode}`];
  if (one.risk) names.push(`sw-vehicle-${one.risk}`);
  if (one.alarm) names.push("sw-vehicle-alarm");
  if (one.stale) names.push("sw-vehicle-stale");
  const html = document.createElement("span");
  html.append(document.getElementById(`vehicle-${one.mode}`).content.cloneNode(true));
  return L.divIcon({ className: names.join(" "), html, iconSize: [28, 28] });
};

const show = (movements) => {
  const seen = new Set();
  for (const one of movements) {
    seen.add(one.id);
    const look = `${one.mode}/${one.risk}/${one.alarm}/${one.stale}`;
    const before = vehicles.get(one.id);
    if (before) {
      before.marker.setLatLng(one.at);
      if (before.look !== look) before.marker.setIcon(iconOf(one));
      before.marker.setTooltipContent([one.name, one.place].filter(Boolean).join(" · "));
      Object.assign(before, { look, one });
      continue;
    }
    const marker = L.marker(one.at, { icon: iconOf(one), keyboard: false, alt: one.name, zIndexOffset: one.alarm ? 1000 : 0 }).addTo(map);
    marker.bindTooltip([one.name, one.place].filter(Boolean).join(" · "), { direction: "top", offset: [0, -14], className: "sw-vehicle-name" });
    marker.on("click", () => window.location.assign(one.url));
    vehicles.set(one.id, { marker, look, one });
  }
  for (const [id, { marker }] of vehicles) {
    if (seen.has(id)) continue;
    marker.remove();
    vehicles.delete(id);
  }
  gather();
  place.dataset.ready = String(movements.length);
};

// Vehicles that would lie over each other are one bubble with their number; it opens by zooming in, and names them at the end.
const gather = () => {
  for (const bubble of bubbles.splice(0)) bubble.remove();
  const groups = [];
  for (const { marker, one } of [...vehicles.values()].sort((a, b) => Boolean(b.one.alarm) - Boolean(a.one.alarm))) {
    const at = map.latLngToLayerPoint(marker.getLatLng());
    const near = groups.find((group) => group.at.distanceTo(at) < TOO_NEAR);
    if (near) near.held.push({ marker, one });
    else groups.push({ at, held: [{ marker, one }] });
  }
  for (const { held } of groups) {
    for (const { marker } of held) marker.getElement().classList.toggle("sw-vehicle-gathered", held.length > 1);
    if (held.length > 1) bubbles.push(bubbleOf(held));
  }
};

const bubbleOf = (held) => {
  const names = held.slice(0, MOST_NAMES).map(({ one }) => one.name).join(", ") + (held.length > MOST_NAMES ? " …" : "");
  const alarm = held[0].one.alarm ? " sw-vehicle-alarm" : "";
  const icon = L.divIcon({ className: `sw-vehicle sw-vehicle-many${alarm}`, html: String(held.length), iconSize: [30, 30] });
  const bubble = L.marker(held[0].marker.getLatLng(), { icon, keyboard: false, alt: names, zIndexOffset: 500 }).addTo(map);
  bubble.bindTooltip(names, { direction: "top", offset: [0, -14], className: "sw-vehicle-name" });
  bubble.on("click", () => map.setView(bubble.getLatLng(), Math.min(map.getZoom() + 2, map.getMaxZoom())));
  return bubble;
};

const renew = async () => {
  try {
    show((await json(place.dataset.positions)).movements);
  } catch {
    // The page says by itself that it is not renewed.
  }
};

// A row that is pointed at or focused is shown on the map.
const point = (event) => {
  const row = event.target.closest && event.target.closest("[data-movement]");
  for (const { marker } of vehicles.values()) marker.closeTooltip();
  const found = row && vehicles.get(row.dataset.movement);
  if (found) found.marker.openTooltip();
};

// ---- A track: the whole way, and one hour point by point ----------------------------------------------------------------

const pair = (text) => text.split(",").map(Number);

const follow = () => {
  const line = [...document.querySelectorAll(`#${place.dataset.track} li`)].map((one) => pair(one.dataset.at));
  if (line.length) map.fitBounds(L.polyline(line, { className: "sw-track", interactive: false }).addTo(map).getBounds().pad(0.3), { maxZoom: 8 });
  place.dataset.ready = String(line.length);
  const rows = [...document.querySelectorAll("[data-point]")];
  const slider = document.querySelector("[data-playback]");
  if (!rows.length) return;
  const here = L.marker(pair(rows[0].dataset.point), { icon: iconOf({ mode: place.dataset.mode }), keyboard: false }).addTo(map);
  const step = () => {
    const row = rows[Number(slider.value)];
    for (const one of rows) one.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    row.scrollIntoView({ block: "nearest" });
    here.setLatLng(pair(row.dataset.point));
    const said = row.cells[0].textContent.trim();
    document.querySelector("[data-playback-at]").textContent = said;
    slider.setAttribute("aria-valuetext", said);
  };
  slider.value = slider.max;
  slider.addEventListener("input", step);
  for (const button of document.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => {
      slider.value = String(Number(slider.value) + Number(button.dataset.step));
      step();
    });
  }
  step();
};

if (place) {
  draw().then(() => (place.dataset.positions ? renew() : follow())).catch(() => { place.dataset.ready = "failed"; });
  document.addEventListener("sw:refreshed", () => { if (map && place.dataset.positions) renew(); });
  document.addEventListener("mouseover", point);
  document.addEventListener("focusin", point);
}

// ---- How fresh the page is: whoever watches must know when nothing comes any more ----------------------------------------

const lost = document.getElementById("feed-lost");
if (lost) {
  let heard = Date.now();
  const look = () => {
    const isLost = Date.now() - heard > Number(lost.dataset.staleAfter) * 1000;
    if (isLost && lost.hidden) lost.querySelector("[data-heard]").textContent = new Date(heard).toLocaleTimeString(document.documentElement.lang, { hour12: false });
    lost.hidden = !isLost;
    document.body.classList.toggle("sw-feed-lost", isLost);
  };
  document.addEventListener("sw:heard", () => { heard = Date.now(); look(); if (map && place.dataset.positions) renew(); });
  document.addEventListener("visibilitychange", look);
  setInterval(look, 1000);
}
