export { exportedColumns, type Column, type Sort } from './column';
export { default as FilteredGrid } from './FilteredGrid.svelte';
export { default as Grid } from './Grid.svelte';
export { RowChoice } from './rowChoice.svelte';
export { rowsOf, type RowSource } from './rowSource';
