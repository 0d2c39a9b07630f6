export { nearest } from '../spec/kit/nearest.ts';
