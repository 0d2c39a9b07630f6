/** Rules and designs go in, verdicts come out. */
export function LayersDiagram() {
  const box = (x: number, y: number, title: string, text: string) => (
    <g>
      <rect x={x} y={y} width={150} height={56} rx={6} className="diagram-box" />
      <text x={x + 75} y={y + 24} textAnchor="middle" className="diagram-title">
        {title}
      </text>
      <text x={x + 75} y={y + 43} textAnchor="middle" className="diagram-text">
        {text}
      </text>
    </g>
  );
  return (
    <svg
      className="diagram"
      viewBox="0 0 560 150"
      role="img"
      aria-label="Rules and designs go into the checker; verdicts and shortest traces come out"
    >
      <defs>
        <marker id="layers-head" viewBox="0 0 8 8" refX={7} refY={4} markerWidth={8} markerHeight={8} orient="auto">
          <path d="M0 0L8 4L0 8Z" className="diagram-head" />
        </marker>
      </defs>
      {box(5, 8, 'Rules', 'sentence + property')}
      {box(5, 86, 'Designs', 'switches of a kernel')}
      {box(205, 47, 'Checker', 'search and walks')}
      {box(405, 8, 'Verdicts', 'with bound and seed')}
      {box(405, 86, 'Traces', 'shortest violation')}
      {['M155 36L203 66', 'M155 114L203 84', 'M355 66L403 36', 'M355 84L403 114'].map((way) => (
        <path key={way} d={way} className="diagram-line" markerEnd="url(#layers-head)" />
      ))}
    </svg>
  );
}
