/** Measures of the map, in pixels. */
export const MAP_COLUMN = 7;
export const MAP_ROW = 24;
