// Writes settings.gen.h from lab/cpu/settings.json and lab/cpu/models.json.
interface Setting {
  name: string;
  kind: 'open' | 'fault' | 'control';
  values: string[] | 'number';
  default: string | number;
}

/** One CPU of models.json. */
export interface CpuModel {
  name: string;
  base: string;
  signature: string;
  caps: string;
  records: number;
  infoMsrs: boolean;
  select: boolean;
  callStack: boolean;
  architectural: boolean;
  perfmon: number;
  general: number;
  fixed: number;
  fromSignext: boolean;
  uncorePmi: boolean;
  rtm: boolean;
}

const identifier = (name: string) => name.replaceAll(/[.-]/g, '_');

function settingLines(settings: Setting[]): string[] {
  const lines = ['struct Settings {'];
  for (const s of settings) {
    const value = s.values === 'number' ? Number(s.default) : s.values.indexOf(String(s.default));
    if (value < 0) throw new Error(`settings.json: the default of ${s.name} is none of its values`);
    lines.push(`  int ${identifier(s.name)} = ${value};`);
  }
  lines.push('};', '');
  for (const s of settings)
    if (s.values !== 'number')
      for (const [k, v] of s.values.entries())
        lines.push(`constexpr int ${identifier(s.name)}__${identifier(v)} = ${k};`);
  lines.push(
    '',
    'struct SettingInfo {',
    '  const char *name;',
    '  int Settings::*field;',
    '  const char *const *values;',
    '};',
    '',
  );
  for (const s of settings)
    if (s.values !== 'number')
      lines.push(
        `static const char *const k_${identifier(s.name)}[] = {${s.values.map((v) => `"${v}"`).join(', ')}, nullptr};`,
      );
  lines.push('static const SettingInfo kSettings[] = {');
  for (const s of settings)
    lines.push(
      `  {"${s.name}", &Settings::${identifier(s.name)}, ${s.values === 'number' ? 'nullptr' : `k_${identifier(s.name)}`}},`,
    );
  lines.push('};', '');
  return lines;
}

function modelLines(models: CpuModel[]): string[] {
  const lines = ['static const Model kModels[] = {'];
  for (const m of models)
    lines.push(
      `  {"${m.name}", ${m.signature}, ${m.caps}, ${m.records}, ${m.infoMsrs}, ${m.select}, ${m.callStack}, ${m.architectural}, ` +
        `${m.perfmon}, ${m.general}, ${m.fixed}, ${m.fromSignext}, ${m.uncorePmi}, ${m.rtm}},`,
    );
  lines.push('};');
  return lines;
}

/** The text of settings.gen.h; throws where a default is none of the values. */
export function generateHeader(settings: { settings: Setting[] }, models: { models: CpuModel[] }): string {
  return [
    '// Generated; do not edit.',
    '#pragma once',
    '',
    'namespace lab {',
    '',
    ...settingLines(settings.settings),
    ...modelLines(models.models),
    '',
    '} // namespace lab',
    '',
  ].join('\n');
}
