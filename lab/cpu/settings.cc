#include "settings.h"
#include <cstdlib>
#include <cstring>

namespace lab {

Settings settings;
Model model = kModels[0];

bool set_setting(const char *name, const char *value)
{
  for (const SettingInfo &s : kSettings) {
    if (std::strcmp(s.name, name) != 0) continue;
    if (s.values == nullptr) {
      char *end = nullptr;
      const long n = std::strtol(value, &end, 10);
      if (*value == 0 || *end != 0 || n < 0 || n > 1000000) return false;
      settings.*(s.field) = static_cast<int>(n);
      return true;
    }
    for (int k = 0; s.values[k] != nullptr; k++)
      if (std::strcmp(s.values[k], value) == 0) {
        settings.*(s.field) = k;
        return true;
      }
    return false;
  }
  return false;
}

bool set_model(const char *name)
{
  for (const Model &m : kModels)
    if (std::strcmp(m.name, name) == 0) {
      model = m;
      return true;
    }
  return false;
}

} // namespace lab
