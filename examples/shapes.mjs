/** What the sample catalogue sells, drawn as SVG on a square of 900 unless the sizes say otherwise. */

const gradient = (id, from, to, direction = 'x2="0" y2="1"') =>
  `<linearGradient id="${id}" x1="0" y1="0" ${direction}><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`;

/** Lit from the left: light, colour, dark. */
const round = (id, colour, dark) =>
  `<linearGradient id="${id}"><stop offset="0" stop-color="${dark}"/><stop offset=".22" stop-color="#fff" stop-opacity=".9"/><stop offset=".4" stop-color="${colour}"/><stop offset="1" stop-color="${dark}"/></linearGradient>`;

const shadow = (x, y, width, depth = 34) =>
  `<filter id="soft" x="-50%" y="-150%" width="200%" height="400%"><feGaussianBlur stdDeviation="18"/></filter>
   <ellipse cx="${x}" cy="${y}" rx="${width}" ry="${depth}" fill="#000" opacity=".38" filter="url(#soft)"/>`;

/** A wall and a table. */
export function backdrop(light, dark, width = 900, height = 900) {
  return `<defs><radialGradient id="wall" cx=".35" cy=".3" r=".9"><stop offset="0" stop-color="${light}"/><stop offset="1" stop-color="${dark}"/></radialGradient>${gradient('table', dark, light)}</defs>
    <rect width="${width}" height="${height}" fill="url(#wall)"/>
    <rect y="${height * 0.72}" width="${width}" height="${height * 0.28}" fill="url(#table)" opacity=".75"/>`;
}

export function mug(colour, dark) {
  const id = `mug${colour.slice(1)}`;
  return `<defs>${round(id, colour, dark)}</defs>${shadow(470, 705, 260)}
    <path d="M620 380 q150 0 140 120 q-10 110 -160 110" fill="none" stroke="${dark}" stroke-width="40" stroke-linecap="round"/>
    <path d="M270 300 h370 l-18 370 q-6 40 -60 40 h-214 q-54 0 -60 -40 z" fill="${colour}"/>
    <path d="M270 300 h370 l-18 370 q-6 40 -60 40 h-214 q-54 0 -60 -40 z" fill="url(#${id})" opacity=".55"/>
    <ellipse cx="455" cy="300" rx="185" ry="46" fill="${dark}"/><ellipse cx="455" cy="308" rx="160" ry="34" fill="#3a2114"/>
    <path d="M300 470 q155 46 318 0 M304 510 q150 46 310 0" stroke="#fff" stroke-width="9" fill="none" opacity=".75"/>`;
}

export function vase() {
  const leaves = [-46, -22, 4, 26, 50].map(
    angle =>
      `<path transform="rotate(${angle} 450 330)" d="M450 330 q-46 -120 0 -230 q46 110 0 230" fill="#5f8b57" stroke="#33562f" stroke-width="4"/>`,
  );
  return `<defs>${round('glaze', '#d9822b', '#7b3f0c')}</defs>${shadow(450, 745, 190)}${leaves.join('')}
    <path d="M400 300 h100 q-6 90 70 170 q70 90 -20 250 q-12 24 -50 24 h-100 q-38 0 -50 -24 q-90 -160 -20 -250 q76 -80 70 -170" fill="#d9822b"/>
    <path d="M400 300 h100 q-6 90 70 170 q70 90 -20 250 q-12 24 -50 24 h-100 q-38 0 -50 -24 q-90 -160 -20 -250 q76 -80 70 -170" fill="url(#glaze)" opacity=".6"/>
    <path d="M330 520 q120 40 240 0 M318 570 q132 44 264 0" fill="none" stroke="#fbe3c0" stroke-width="8" opacity=".8"/>`;
}

export function lamp() {
  return `<defs><radialGradient id="glow"><stop offset="0" stop-color="#fffbe6" stop-opacity=".95"/><stop offset="1" stop-color="#ffe9a8" stop-opacity="0"/></radialGradient>${gradient('shade', '#fff6d8', '#f0b84f')}</defs>
    ${shadow(450, 755, 170)}<circle cx="450" cy="400" r="390" fill="url(#glow)"/>
    <rect x="436" y="430" width="28" height="300" rx="8" fill="#4a3a2a"/><ellipse cx="450" cy="740" rx="130" ry="26" fill="#3a2c1e"/>
    <path d="M350 200 h200 l110 270 q-210 50 -420 0 z" fill="url(#shade)" stroke="#c98d2b" stroke-width="5"/>`;
}

export function clock() {
  const marks = Array.from(
    { length: 60 },
    (_, minute) =>
      `<rect x="447" y="206" width="6" height="${minute % 5 ? 14 : 34}" fill="#2c2440" transform="rotate(${minute * 6} 450 440)"/>`,
  );
  return `<defs>${gradient('rim', '#8d6fd1', '#43307a')}${gradient('face', '#ffffff', '#e5e0f2')}</defs>${shadow(450, 735, 230)}
    <circle cx="450" cy="440" r="290" fill="url(#rim)"/><circle cx="450" cy="440" r="245" fill="url(#face)"/>${marks.join('')}
    <rect x="440" y="290" width="20" height="170" rx="10" fill="#2c2440" transform="rotate(-52 450 440)"/>
    <rect x="443" y="235" width="14" height="225" rx="7" fill="#2c2440" transform="rotate(58 450 440)"/>
    <rect x="447" y="230" width="6" height="260" rx="3" fill="#d0402b" transform="rotate(204 450 440)"/><circle cx="450" cy="440" r="16" fill="#d0402b"/>`;
}

export function cushion() {
  const stripes = Array.from(
    { length: 13 },
    (_, stripe) =>
      `<rect x="${140 + stripe * 50}" y="180" width="20" height="540" fill="#fbeef0" opacity=".65"/>`,
  );
  return `<defs><radialGradient id="fill" cx=".4" cy=".35"><stop offset="0" stop-color="#e58b98"/><stop offset="1" stop-color="#9d3f51"/></radialGradient>
    <clipPath id="pillow"><path d="M200 210 q250 40 500 0 q-30 240 0 480 q-250 -40 -500 0 q30 -240 0 -480"/></clipPath></defs>${shadow(450, 715, 270, 30)}
    <g clip-path="url(#pillow)"><rect width="900" height="900" fill="url(#fill)"/>${stripes.join('')}<circle cx="450" cy="450" r="26" fill="#6d2735"/></g>`;
}

export function plant(width = 900, height = 900) {
  const leaves = [-70, -48, -26, -6, 16, 38, 60, 78].map(
    (angle, leaf) =>
      `<path transform="rotate(${angle} 450 560)" d="M450 560 q-${64 + (leaf % 3) * 10} -190 0 -${330 + (leaf % 2) * 70} q${64 + (leaf % 2) * 14} 180 0 ${330 + (leaf % 2) * 70}" fill="url(#leaf)" stroke="#28492a" stroke-width="4"/>`,
  );
  return `<g transform="translate(${(width - 900) / 2} ${height - 900})"><defs>${gradient('leaf', '#9ccf7c', '#2f6b3a')}${round('pot', '#b9b4ad', '#5d5850')}</defs>${shadow(450, 765, 200)}${leaves.join('')}
    <path d="M310 540 h280 l-34 200 q-6 28 -40 28 h-132 q-34 0 -40 -28 z" fill="#b9b4ad"/><path d="M310 540 h280 l-34 200 q-6 28 -40 28 h-132 q-34 0 -40 -28 z" fill="url(#pot)" opacity=".6"/>
    <rect x="296" y="520" width="308" height="44" rx="14" fill="#8f897f"/></g>`;
}

export function poster() {
  const rings = Array.from(
    { length: 14 },
    (_, ring) =>
      `<circle cx="450" cy="390" r="${300 - ring * 21}" fill="hsl(${10 + ring * 14} 78% ${44 + ring * 2}%)"/>`,
  );
  return `<rect width="900" height="900" fill="#102a43"/>${rings.join('')}
    <path d="M0 640 q150 -110 300 -30 t300 -20 t300 -40 v350 h-900 z" fill="#243b53"/><path d="M0 730 q200 -90 420 -20 t480 -30 v220 h-900 z" fill="#334e68"/>
    <g fill="#f0f4f8"><rect x="120" y="800" width="660" height="10"/><rect x="270" y="830" width="360" height="10"/></g>`;
}

/** Transparent around it, and half transparent in its shadow. */
export function sticker() {
  const points = Array.from({ length: 24 }, (_, point) => {
    const angle = (point * Math.PI) / 12;
    const radius = point % 2 ? 300 : 365;
    return `${450 + radius * Math.cos(angle)},${440 + radius * Math.sin(angle)}`;
  });
  return `<defs>${gradient('star', '#ffd84d', '#f08a24', 'x2="1" y2="1"')}<filter id="drop"><feDropShadow dx="12" dy="18" stdDeviation="16" flood-opacity=".45"/></filter></defs>
    <polygon points="${points.join(' ')}" fill="url(#star)" stroke="#fff" stroke-width="22" stroke-linejoin="round" filter="url(#drop)"/>
    <circle cx="350" cy="380" r="34" fill="#4a2508"/><circle cx="550" cy="380" r="34" fill="#4a2508"/><path d="M300 480 q150 170 300 0" fill="none" stroke="#4a2508" stroke-width="30" stroke-linecap="round"/>`;
}

/** On a square of 640. */
export function notebook() {
  const holes = Array.from(
    { length: 13 },
    (_, hole) =>
      `<circle cx="118" cy="${106 + hole * 36}" r="9" fill="#20303c"/><path d="M82 ${100 + hole * 36} q18 -16 36 6" stroke="#aab4bb" stroke-width="7" fill="none"/>`,
  );
  return `<defs>${gradient('cover', '#3f7f8c', '#1d4650', 'x2="1" y2="1"')}<filter id="lift"><feDropShadow dx="10" dy="14" stdDeviation="12" flood-opacity=".5"/></filter></defs>
    <rect x="92" y="70" width="450" height="500" rx="22" fill="url(#cover)" filter="url(#lift)"/>${holes.join('')}
    <rect x="210" y="160" width="260" height="110" rx="10" fill="#f6efe0"/><path d="M236 200 h208 M236 234 h150" stroke="#8aa0a6" stroke-width="8"/>`;
}

/** On a square of 320; `lean` moves the tip of its flame. */
export function candle(lean) {
  return `<defs>${round('wax', '#f2e6cf', '#b39c74')}<radialGradient id="halo"><stop offset="0" stop-color="#ffcf6b" stop-opacity=".8"/><stop offset="1" stop-color="#ffcf6b" stop-opacity="0"/></radialGradient></defs>
    <circle cx="${160 + lean / 3}" cy="104" r="${104 - Math.abs(lean)}" fill="url(#halo)"/>
    <rect x="120" y="150" width="80" height="140" rx="10" fill="#f2e6cf"/><rect x="120" y="150" width="80" height="140" rx="10" fill="url(#wax)" opacity=".5"/>
    <path d="M160 150 v-18" stroke="#2b2019" stroke-width="5"/><path d="M160 140 q-34 -34 ${lean} -90 q34 52 ${-lean} 90" fill="#ffb432"/><path d="M160 136 q-16 -18 ${lean / 2} -46 q16 28 ${-lean / 2} 46" fill="#fff3c4"/>`;
}
