#include "judge.h"

#include "lbr.h"
#include "log.h"

#include <map>
#include <vector>

namespace lab {

// ---- guests ----

namespace {

struct Vmcs {
  u32 vm;
  u8 level;
};

std::vector<Vmcs> vmcses(1);                 // by mark
std::vector<std::string> vm_names(1);        // by guest
std::map<std::string, u32> vm_by_name;
std::map<u64, u32> vm_by_task;               // the guest whose vCPU the task runs, as the agent said
std::map<u64, std::string> task_names;
u64 foreign = 0;

u32 new_vm(const std::string &name)
{
  vm_names.push_back(name.empty() ? std::to_string(vm_names.size()) : name);
  return static_cast<u32>(vm_names.size() - 1);
}

} // namespace

u32 vmcs_entered(Cpu &c, u32 mark)
{
  if (mark == 0 || mark >= vmcses.size()) {
    // A VMCS region without a mark is new: the kernel clears it before it uses it for another guest.
    Vmcs fresh{0, 1};
    const auto named = vm_by_task.find(c.self.task);
    if (c.vmcs_vm != 0 && c.pending_l2) {
      // the first entry after a guest's own VMLAUNCH or VMRESUME exited: its L2
      fresh.vm = c.vmcs_vm;
      fresh.level = 2;
    } else if (c.self.task != 0 && named != vm_by_task.end())
      fresh.vm = named->second;
    else
      fresh.vm = new_vm("");
    vmcses.push_back(fresh);
    mark = static_cast<u32>(vmcses.size() - 1);
  }
  c.pending_l2 = false;
  return mark;
}

u32 vm_of(u32 mark) { return mark < vmcses.size() ? vmcses[mark].vm : 0; }
u8 level_of(u32 mark) { return mark < vmcses.size() ? vmcses[mark].level : 0; }

void name_task(u64 task, const std::string &name)
{
  if (task != 0) task_names[task] = name;
}

void name_vm(u64 task, const std::string &name)
{
  auto known = vm_by_name.find(name);
  if (known == vm_by_name.end()) known = vm_by_name.emplace(name, new_vm(name)).first;
  vm_by_task[task] = known->second;
}

void forget_vm(const std::string &name)
{
  const auto known = vm_by_name.find(name);
  if (known == vm_by_name.end()) return;
  for (auto it = vm_by_task.begin(); it != vm_by_task.end();) it = it->second == known->second ? vm_by_task.erase(it) : std::next(it);
  for (Vmcs &v : vmcses)
    if (v.vm == known->second) v.vm = 0; // a late entry would be another guest
  vm_by_name.erase(known);
}

std::string vm_name(u32 vm) { return vm < vm_names.size() ? vm_names[vm] : "?"; }

std::string task_name(u64 task)
{
  const auto known = task_names.find(task);
  return known == task_names.end() ? "" : known->second;
}

std::string owner_name(const Tag &t)
{
  if (t.ambiguous) return "?";
  if (t.who == Who::nobody) return "";
  if (t.who == Who::host) return t.literal ? "host" : t.cpl == 3 ? "hostu" : "host";
  return "guest:" + vm_name(t.vm) + (t.level == 2 ? "/2" : "");
}

u64 findings() { return foreign; }

// ---- save and restore by value ----

namespace {

struct Saved {
  u64 task;
  Tag tag;
};

// Records: by register and value, one entry for each task that read it. TOS and SELECT: the last value that a task read.
std::map<std::pair<u32, u64>, std::vector<Saved>> saved_records;
struct SavedValue {
  u64 value;
  Tag tag;
};
std::map<std::pair<u32, u64>, SavedValue> saved_values;
std::map<u64, std::pair<u64, Tag>> saved_memory; // XSAVES: linear address to value and owner

u32 key_of(Cell cell, unsigned slot) { return cell << 8 | slot; }

Tag restored(Tag t)
{
  t.trips++;
  return t;
}

// What the host writes: a value that it, or rather this task, has saved, or one of its own.
Tag host_written(const Cpu &c, Cell cell, unsigned slot, u64 value)
{
  Tag own = c.self;
  own.born = machine_time();
  own.at = machine_rip(c.id);
  own.literal = true;
  own.cpl = 0;
  if (cell >= kTos) {
    const auto s = saved_values.find({key_of(cell, 0), c.self.task});
    return s != saved_values.end() && s->second.value == value ? restored(s->second.tag) : own;
  }
  const auto s = saved_records.find({key_of(cell, slot), value});
  if (s == saved_records.end()) return own;
  Tag best = s->second.back().tag;
  for (const Saved &candidate : s->second)
    if (candidate.task == c.self.task) return restored(candidate.tag);
  for (const Saved &candidate : s->second)
    if (!same_owner(candidate.tag, best)) best.ambiguous = true;
  return restored(best);
}

} // namespace

void judge_saved(Cpu &c, Cell cell, unsigned slot, u64 value)
{
  const Tag &tag = tag_of(c, cell, slot);
  if (cell >= kTos) {
    saved_values[{key_of(cell, 0), c.self.task}] = {value, tag};
    return;
  }
  if (value == 0) return;
  std::vector<Saved> &known = saved_records[{key_of(cell, slot), value}];
  for (Saved &s : known)
    if (s.task == c.self.task) {
      s.tag = tag;
      return;
    }
  known.push_back({c.self.task, tag});
}

void judge_write(Cpu &c, Cell cell, unsigned slot, u64 value)
{
  Tag tag;
  if (cell < kTos && value == 0)
    tag = Tag();
  else if (machine_in_guest(c.id) || (c.pending_msr && c.pending_write && c.pending_value == value)) {
    // by the guest itself, or by the host for a WRMSR of the guest that exited
    tag = c.self;
    if (!machine_in_guest(c.id)) {
      tag.who = Who::guest;
      tag.vm = c.pending_vm;
      tag.level = c.pending_level == 2 ? 2 : 1;
    }
    tag.born = machine_time();
    tag.at = machine_rip(c.id);
    tag.literal = true;
  } else
    tag = host_written(c, cell, slot, value);
  set_tag(c, cell, slot, tag);
}

void judge_save(Cpu &c, Cell cell, unsigned slot, u64 value, u64 address)
{
  const Tag &tag = tag_of(c, cell, slot);
  if (machine_in_guest(c.id)) {
    judge_read(c, cell, slot, value, c.self, "xsaves");
    return;
  }
  if (value != 0) saved_memory[address] = {value, tag};
}

void judge_restore(Cpu &c, Cell cell, unsigned slot, u64 value, u64 address)
{
  Tag tag;
  if (value == 0) {
    set_tag(c, cell, slot, tag);
    return;
  }
  const auto known = saved_memory.find(address);
  if (known != saved_memory.end() && known->second.first == value && !machine_in_guest(c.id)) {
    set_tag(c, cell, slot, restored(known->second.second));
    return;
  }
  tag = c.self;
  tag.born = machine_time();
  tag.at = machine_rip(c.id);
  tag.literal = true;
  set_tag(c, cell, slot, tag);
}

void judge_read(Cpu &c, Cell cell, unsigned slot, u64 value, const Tag &reader, const char *via)
{
  const Tag &tag = tag_of(c, cell, slot);
  if (tag.who == Who::nobody || tag.ambiguous) return;
  if (tag.who == Who::guest && tag.vm == reader.vm) return;
  // A record that the host's software wrote was executed by nobody. TOS and SELECT have no other writer.
  if (cell < kTos && (tag.literal || value == 0)) return;
  if (cell == kSelect && value == 0) return;
  foreign++;
  log_foreign(c, cell, slot, value, tag, reader, via);
}

} // namespace lab
