// How nodes and edges of the network chart look: by shape as well as colour, dark enough for white paper.
export const NODE_SHAPES = {
  record: ['rectangle', '#12436d'],
  person: ['ellipse', '#801650'],
  place: ['triangle', '#0b6460'],
  vehicle: ['diamond', '#a3480f'],
  object: ['hexagon', '#3d3d3d'],
  organisation: ['pentagon', '#4c3f91'],
};

export function chartStyle() {
  const shapes = Object.entries(NODE_SHAPES).map(([shape, [form, colour]]) => ({
    selector: `node[shape="${shape}"]`, style: { shape: form, 'background-color': colour },
  }));
  return [
    {
      selector: 'node',
      style: {
        label: 'data(label)', width: 26, height: 26, color: '#0b0c0c', 'font-family': 'Arial, Helvetica, sans-serif',
        'font-size': 13, 'text-valign': 'bottom', 'text-margin-y': 4, 'text-wrap': 'wrap', 'text-max-width': 140,
        'text-background-color': '#fff', 'text-background-opacity': 0.85, 'min-zoomed-font-size': 7,
      },
    },
    ...shapes,
    { selector: 'node[?more]', style: { 'border-width': 5, 'border-color': '#0b0c0c', 'border-opacity': 0.75 } },
    { selector: 'node[?start]', style: { width: 38, height: 38, 'font-weight': 'bold' } },
    {
      selector: 'edge',
      style: {
        width: 1.5, 'line-color': '#8a949b', 'curve-style': 'haystack', label: 'data(label)', 'font-size': 10, color: '#505a5f',
        'text-background-color': '#fff', 'text-background-opacity': 0.85, 'min-zoomed-font-size': 9, 'text-wrap': 'ellipsis',
        'text-max-width': 110,
      },
    },
    { selector: ':selected', style: { 'underlay-color': '#fd0', 'underlay-opacity': 0.9, 'underlay-padding': 8 } },
  ];
}
