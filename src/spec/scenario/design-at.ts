import { designByName, designNames, type Design, type DesignName } from '../designs/index.ts';
import { unknownName } from './problem.ts';

/** The design that the member at `path` names. Throws a ScenarioError with the nearest name where there is none. */
export function designAt(path: string, name: string): Design<DesignName> {
  return designByName(name) ?? unknownName(path, 'design', name, designNames);
}
