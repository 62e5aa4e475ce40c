/** Line icons on a 16 unit grid; filled where the stroke alone would not read. */
const PATHS = {
  play: { d: "M4.5 2.5v11l9-5.5z", fill: true },
  pause: { d: "M5 3v10M11 3v10", width: 2.5 },
  step: { d: "M3.5 3v10l6.5-5zM12.5 3v10", fill: true },
  restart: { d: "M3 8a5 5 0 1 0 1.6-3.7M3 2v3h3" },
  share: { d: "M8 9.5v-7M5 5l3-3 3 3M3 8.5v5h10v-5" },
  moon: { d: "M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z" },
  sun: {
    d: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9L13 13M13 3l-1.1 1.1M4.1 11.9L3 13",
  },
  keys: { d: "M1.8 3.8h12.4v8.4H1.8zM4.5 6.6h.01M7 6.6h.01M9.5 6.6h.01M11.5 6.6h.01M5 9.6h6" },
  chevron: { d: "M4 6l4 4 4-4" },
  up: { d: "M4 10l4-4 4 4" },
  plus: { d: "M8 3.5v9M3.5 8h9" },
  right: { d: "M6 4l4 4-4 4" },
  info: { d: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7.2v4M8 4.6v.6" },
  stop: { d: "M5 1.8h6L14.2 5v6L11 14.2H5L1.8 11V5zM8 4.8v4M8 11v.4" },
  warn: { d: "M8 2L1.8 13.2h12.4zM8 6.4v3.2M8 11.3v.4" },
  copy: { d: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" },
  download: { d: "M8 2.5v8M4.5 7.5L8 11l3.5-3.5M3 13.5h10" },
  star: { d: "M8 1.8l1.9 4 4.3.5-3.2 3 .9 4.3L8 11.5l-3.9 2.1.9-4.3-3.2-3 4.3-.5z", fill: true },
  close: { d: "M4 4l8 8M12 4l-8 8" },
} as const satisfies Record<string, { d: string; fill?: boolean; width?: number }>;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  const shape: { d: string; fill?: boolean; width?: number } = PATHS[name];
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path
        d={shape.d}
        fill={shape.fill === true ? "currentColor" : "none"}
        strokeWidth={shape.width}
        strokeLinejoin="round"
      />
    </svg>
  );
}
