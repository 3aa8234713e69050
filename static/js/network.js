// Draws the network chart beside its table: the same nodes and edges, from the same address. Every step changes the page's
// address, so that it can be gone back to, sent on and downloaded. Without this file the table is all there is.
import cytoscape from '../vendor/cytoscape/cytoscape.esm.min.js';
import { chartStyle } from './network-style.js';

const STEP = 1.3;
const LABELLED = 80; // nodes of a chart whose layout makes room for names too
const ROUNDS = 15000; // of the layout, times nodes: a second or two

/** Where a node that is new begins: around the one that brought it, or in a ring; always the same for the same chart. */
function place(cy, fresh, around) {
  const middle = around?.length ? around.position() : { x: 0, y: 0 };
  const radius = around?.length ? 90 : 60 + 14 * fresh.length;
  fresh.forEach((node, n) => {
    const turn = (2 * Math.PI * n) / Math.max(fresh.length, 1);
    const out = node.data('start') ? 0 : radius * (0.6 + 0.4 * ((n * 7) % 5) / 4);
    node.position({ x: middle.x + out * Math.cos(turn), y: middle.y + out * Math.sin(turn) });
  });
}

/** What the chart shows, made to be the same as `data`; returns the nodes that are new. */
function show(cy, data, around) {
  const wanted = new Set(data.nodes.map((node) => node.id));
  const edgeId = (edge) => `${edge.source} ${edge.target} ${edge.label}`;
  const edges = new Set(data.edges.map(edgeId));
  cy.batch(() => {
    cy.nodes().forEach((node) => { if (!wanted.has(node.id())) node.remove(); });
    cy.edges().forEach((edge) => { if (!edges.has(edge.id())) edge.remove(); });
    for (const node of data.nodes) {
      const known = cy.getElementById(node.id);
      if (known.length) known.data(node);
      else cy.add({ group: 'nodes', data: node, classes: 'fresh' });
    }
    for (const edge of data.edges) {
      if (!cy.getElementById(edgeId(edge)).length) cy.add({ group: 'edges', data: { ...edge, id: edgeId(edge) } });
    }
  });
  const fresh = cy.nodes('.fresh').removeClass('fresh');
  place(cy, fresh, around);
  return fresh;
}

function arrange(cy, fresh, first) {
  const still = cy.nodes().difference(fresh);
  if (!first) still.lock();
  const many = cy.nodes().length;
  cy.layout({
    name: 'cose', animate: false, randomize: false, fit: first, padding: 30, nodeDimensionsIncludeLabels: many < LABELLED,
    numIter: Math.min(400, Math.ceil(ROUNDS / many)), nodeRepulsion: () => 9000, idealEdgeLength: () => 70, componentSpacing: 60,
  }).run();
  if (!first) still.unlock();
}

/** The node nearest to `from` in the direction of an arrow key. */
function nextNode(cy, from, key) {
  const ahead = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  let best = null;
  cy.nodes().forEach((node) => {
    const dx = node.position('x') - from.position('x');
    const dy = node.position('y') - from.position('y');
    const along = dx * ahead[0] + dy * ahead[1];
    const aside = Math.abs(dx * ahead[1]) + Math.abs(dy * ahead[0]);
    if (along > 1 && (!best || along + 2 * aside < best.far)) best = { node, far: along + 2 * aside };
  });
  return best?.node;
}

class Chart {
  constructor(box) {
    this.box = box;
    this.table = document.getElementById('network-table');
    this.said = box.querySelector('.pam-network__chosen');
    this.canvas = box.querySelector('.pam-network__canvas');
    box.hidden = false;
    this.cy = cytoscape({ container: this.canvas, style: chartStyle(), minZoom: 0.1, maxZoom: 3, boxSelectionEnabled: false, hideEdgesOnViewport: true });
    this.cy.on('tap', 'node', (event) => this.choose(event.target));
    this.cy.on('dbltap', 'node', (event) => this.expand(event.target));
    this.canvas.addEventListener('keydown', (event) => this.key(event));
    this.control('expand', () => this.expand(this.chosen));
    this.control('closer', () => this.zoom(STEP));
    this.control('further', () => this.zoom(1 / STEP));
    this.control('fit', () => this.cy.fit(undefined, 30));
    this.table?.addEventListener('click', (event) => this.followTable(event));
    window.addEventListener('popstate', () => location.reload());
    new ResizeObserver(() => { this.cy.resize(); this.cy.fit(undefined, 30); }).observe(this.canvas);
  }

  control(name, act) {
    this.box.querySelector(`button[data-do="${name}"]`).addEventListener('click', act);
  }

  async load(query, around) {
    const asked = new URLSearchParams(query);
    if ('copy' in this.box.dataset) asked.set('copy', '1');
    let answer;
    try {
      answer = await fetch(`${this.box.dataset.pamNetwork}?${asked}`, { headers: { Accept: 'application/json' } });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
    } catch {
      this.said.textContent = 'The chart could not be loaded. Use the table, or load the page again.';
      return false;
    }
    const data = await answer.json();
    const first = !this.cy.nodes().length;
    const begun = performance.now();
    const fresh = show(this.cy, data, around);
    if (fresh.length) arrange(this.cy, fresh, first);
    this.box.dataset.laidOutIn = Math.round(performance.now() - begun);
    this.box.dataset.nodes = this.cy.nodes().length;
    if (this.table && !first) this.table.innerHTML = data.table; // the server's own, escaped there
    return true;
  }

  choose(node) {
    this.cy.elements().unselect();
    node.select();
    this.chosen = node;
    const { label, what, note, more, url } = node.data();
    this.said.textContent = [label, what, note].filter(Boolean).join(', ');
    this.box.querySelector('button[data-do=expand]').hidden = !more || 'copy' in this.box.dataset;
    const open = this.box.querySelector('a[data-do=open]');
    open.href = url;
    open.hidden = false;
    open.setAttribute('aria-label', `Open ${label}`);
  }

  async expand(node) {
    if (!node?.data('more') || 'copy' in this.box.dataset || this.busy) return;
    this.busy = true;
    const query = new URLSearchParams(location.search);
    query.append('open', node.id());
    if (await this.load(query, node)) {
      history.pushState(null, '', `?${query}`);
      for (const link of document.querySelectorAll('a[href*="/download/"]')) link.search = `?${query}`;
      const form = document.querySelector('.pam-network__filter');
      form?.insertAdjacentHTML('afterbegin', '<input type="hidden" name="open">');
      if (form) form.querySelector('input[name=open]').value = node.id();
      this.choose(node);
    }
    this.busy = false;
  }

  followTable(event) {
    const link = event.target.closest('[data-pam-expand]');
    const node = link && this.cy.getElementById(link.dataset.pamExpand);
    if (!node?.length || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.expand(node);
  }

  zoom(by) {
    const middle = { x: this.cy.width() / 2, y: this.cy.height() / 2 };
    this.cy.zoom({ level: this.cy.zoom() * by, renderedPosition: middle });
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const deeds = {
      '+': () => this.zoom(STEP), '=': () => this.zoom(STEP), '-': () => this.zoom(1 / STEP),
      0: () => this.cy.fit(undefined, 30), Enter: () => this.expand(this.chosen),
    };
    if (event.key.startsWith('Arrow')) {
      const next = this.chosen?.inside() ? nextNode(this.cy, this.chosen, event.key) : this.cy.nodes('[?start]')[0];
      if (next) { this.choose(next); this.cy.center(next); }
    } else if (deeds[event.key]) deeds[event.key]();
    else return;
    event.preventDefault();
  }

  /** The chart as a picture, with its marking above and below, and who took it out when. */
  async picture() {
    const drawn = await createImageBitmap(this.cy.png({ output: 'blob', full: true, scale: 2, maxWidth: 4000, maxHeight: 4000, bg: '#fff' }));
    const sheet = document.createElement('canvas');
    const { marking, name, by } = this.box.dataset;
    const day = new Date().toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/London' });
    const origin = `Network of ${name}. Downloaded from pam by ${by}, ${day}`;
    const [large, small] = ['bold 32px Arial, sans-serif', '24px Arial, sans-serif'];
    const ink = sheet.getContext('2d');
    ink.font = large; // wide enough for each line of words
    const widest = Math.max(ink.measureText(marking).width, ink.measureText(origin).width);
    sheet.width = Math.max(drawn.width, widest) + 80;
    sheet.height = drawn.height + 240;
    ink.fillStyle = '#fff';
    ink.fillRect(0, 0, sheet.width, sheet.height);
    ink.drawImage(drawn, (sheet.width - drawn.width) / 2, 110);
    ink.fillStyle = '#0b0c0c';
    ink.textAlign = 'center';
    ink.font = large;
    ink.fillText(marking, sheet.width / 2, 50);
    ink.fillText(marking, sheet.width / 2, sheet.height - 30);
    ink.font = small;
    ink.fillText(origin, sheet.width / 2, sheet.height - 80);
    return new Promise((done) => { sheet.toBlob(done, 'image/png'); });
  }
}

/** A picture leaves pam once the server has kept who it is for. */
function startPicture(chart) {
  const form = document.querySelector('form[data-pam-picture]');
  form?.addEventListener('submit', async (event) => {
    if (form.elements.kind?.value !== form.dataset.pamPicture) return;
    event.preventDefault();
    const answer = await fetch(location.href, { method: 'POST', body: new FormData(form) }).catch(() => null);
    if (answer?.status !== 204) { form.submit(); return; }
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await chart.picture());
    link.download = `network-${chart.box.dataset.name}.png`;
    link.click();
    chart.said.textContent = 'The picture is in your downloads.';
    URL.revokeObjectURL(link.href);
  });
}

const box = document.querySelector('[data-pam-network]');
if (box) {
  const chart = new Chart(box);
  chart.load(location.search).then(() => startPicture(chart));
  window.pamNetwork = chart.cy;
}
