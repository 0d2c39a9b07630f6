/** Measures of the map, in pixels. */
export const MAP_COLUMN = 11;
export const MAP_ROW = 24;
