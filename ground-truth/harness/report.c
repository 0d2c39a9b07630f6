/* The state after a step, as one line of JSON. */
#include "kernel.h"
#include "state.h"
#include "kvm.h"

static char *out;

static void put(const char *text)
{
	while (*text)
		*out++ = *text++;
}

static void put_number(unsigned long number)
{
	char digits[24], *p = digits + sizeof(digits);

	*--p = 0;
	do
		*--p = '0' + number % 10;
	while (number /= 10);
	put(p);
}

static void put_field(const char *name, long value)
{
	put(",\"");
	put(name);
	put("\":");
	if (value < 0) {
		*out++ = '-';
		value = -value;
	}
	put_number(value);
}

static void put_text(const char *name, const char *value)
{
	put(",\"");
	put(name);
	put("\":\"");
	put(value);
	*out++ = '"';
}

/* 64-bit registers are strings of hexadecimal digits: JSON numbers end at 2^53. */
static void put_register(const char *name, u64 value)
{
	char digits[20], *p = digits + sizeof(digits);

	*--p = 0;
	do
		*--p = "0123456789abcdef"[value & 15];
	while (value >>= 4);
	put_text(name, p);
}

static const char *state_name(struct perf_event *event)
{
	switch (event->state) {
	case PERF_EVENT_STATE_ACTIVE:
		return "active";
	case PERF_EVENT_STATE_INACTIVE:
		return "inactive";
	case PERF_EVENT_STATE_OFF:
		return "off";
	case PERF_EVENT_STATE_ERROR:
		return "error";
	default:
		return "gone";
	}
}

static void put_tag(const char *name, u64 tag)
{
	char text[2] = { tag & 0x7f, 0 };

	put_text(name, text);
}

/* Newest first, one letter each, up to the first empty entry. */
static void put_records(void)
{
	unsigned n = gt_cpu->lbr_entries;

	put(",\"records\":\"");
	for (unsigned i = 0; i < n; i++) {
		unsigned slot = gt_cpu->arch_lbr ? i : (gt_msr[MSR_LBR_TOS] - i) & (n - 1);
		u64 from = gt_msr[gt_cpu->lbr_from + slot];

		if (!from)
			break;
		*out++ = gt_tag(from);
	}
	*out++ = '"';
}

/* State; a plus sign for one that has run. */
static void put_event(struct perf_event *event)
{
	put(state_name(event));
	if (event->total_time_running)
		put("+");
}

static void put_events(void)
{
	const char *separator = "";

	put(",\"events\":{");
	for (int i = 0; i < GT_EVENTS; i++) {
		if (!gt_events[i])
			continue;
		put(separator);
		*out++ = '"';
		put_number(i);
		put("\":\"");
		put_event(gt_events[i]);
		*out++ = '"';
		separator = ",";
	}
	*out++ = '}';
}

static void put_samples(void)
{
	const char *separator = "";

	put(",\"samples\":{");
	for (int i = 0; i < GT_EVENTS; i++) {
		if (!gt_samples[i].taken)
			continue;
		put(separator);
		*out++ = '"';
		put_number(i);
		put("\":\"");
		int n = gt_samples[i].records;

		while (n && gt_samples[i].tags[n - 1] == '.') /* empty entries at the end */
			n--;
		for (int j = 0; j < n; j++)
			*out++ = gt_samples[i].tags[j];
		*out++ = '"';
		separator = ",";
	}
	*out++ = '}';
}

/* What perf read last, and samples from. */
static void put_sample_stack(struct cpu_hw_events *cpuc)
{
	int n = cpuc->lbr_stack.nr;

	while (n && !cpuc->lbr_entries[n - 1].from)
		n--;
	put(",\"sampleStack\":\"");
	for (int i = 0; i < n; i++)
		*out++ = gt_tag(cpuc->lbr_entries[i].from);
	*out++ = '"';
}

/* For each task that has one: the image perf keeps of the LBRs, and its bookkeeping. */
static void put_images(struct cpu_hw_events *cpuc)
{
	const char *separator = "", *holder = "none";
	bool match = false;

	put(",\"tasks\":{");
	for (int i = 0; i < gt_ntasks; i++) {
		struct gt_task *t = &gt_tasks[i];
		struct x86_perf_task_context *image = gt_image(t->task);
		struct x86_perf_task_context_opt *opt;
		struct perf_event *vlbr = t->guest ? gt_kvm_vlbr(t) : NULL;

		if (!image && !t->guest)
			continue;
		put(separator);
		*out++ = '"';
		put(t->name);
		put("\":{\"vlbr\":\"");
		if (vlbr)
			put_event(vlbr);
		*out++ = '"';
		if (t->guest) {
			put_register("debugctl", gt_kvm_debugctl(t));
			put_field("passthrough", gt_kvm_passthrough(t));
			put_field("request", gt_kvm_request(t));
		}
		separator = ",";
		if (image) {
			opt = task_context_opt(image);
			put_field("users", opt->lbr_callstack_users);
			put_field("valid", opt->lbr_stack_state);
			put_field("logId", opt->log_id);
			if (!gt_cpu->arch_lbr) {
				put(",\"image\":\"");
				for (int j = 0; opt->lbr_stack_state && j < image->valid_lbrs; j++)
					*out++ = gt_tag(image->lbr[j].from);
				*out++ = '"';
				put_register("select", image->lbr_sel);
				put_tag("tosBy", t->tos_by);
			}
			if (cpuc->last_task_ctx == image) {
				holder = t->name;
				match = opt->log_id == cpuc->last_log_id;
			}
		}
		*out++ = '}';
	}
	*out++ = '}';
	if (cpuc->last_task_ctx && holder[0] == 'n')
		holder = "freed";
	put_text("cache", holder);
	put_field("cacheMatches", match);
}

/* The register world sees one vCPU. */
static void put_brief(void)
{
	struct gt_task *vcpu = gt_running()->guest ? gt_running() : gt_find_task("a");
	struct perf_event *vlbr = gt_kvm_vlbr(vcpu);

	put_text("vlbr", vlbr ? state_name(vlbr) : "none");
	put_register("guestDebugctl", gt_kvm_debugctl(vcpu));
	put_register("debugctl", gt_msr[MSR_IA32_DEBUGCTLMSR]);
	put("}\n");
}

unsigned gt_report(int brief, char *text, const struct gt_step *step, int number, int result)
{
	struct cpu_hw_events *cpuc = this_cpu_ptr(&cpu_hw_events);

	out = text;
	put("{\"step\":");
	put_number(number);
	put_text("op", step->op);
	put_field("result", result);
	put_register("value", gt_value);
	if (brief) {
		put_brief();
		return out - text;
	}
	put_text("seen", gt_seen);
	put_text("running", gt_running()->name);
	put_field("inGuest", gt_running()->in_guest);
	put_field("irqsOff", gt_irqs_off);
	put_records();
	if (!gt_cpu->arch_lbr) {
		put_field("tos", gt_msr[MSR_LBR_TOS] & (gt_cpu->lbr_entries - 1));
		put_tag("tosBy", gt_tos_by);
		put_register("select", gt_msr[MSR_LBR_SELECT]);
	} else {
		put_register("ctl", gt_msr[MSR_ARCH_LBR_CTL]);
	}
	put_register("debugctl", gt_msr[MSR_IA32_DEBUGCTLMSR]);
	put_events();
	put_field("lbrUsers", cpuc->lbr_users);
	put_field("guestMask", !!(cpuc->intel_ctrl_guest_mask & 1ull << INTEL_PMC_IDX_FIXED_VLBR));
	put_register("brSel", cpuc->br_sel);
	put_field("selectFlag", cpuc->lbr_select);
	if (cpuc->lbr_sel) {
		put_register("accountConfig", cpuc->lbr_sel->config);
		put_field("accountRef", atomic_read(&cpuc->lbr_sel->ref));
	}
	put_field("callStackUsers", gt_system_call_stack_users());
	put_images(cpuc);
	put_sample_stack(cpuc);
	put_samples();
	put_field("lbrWrites", gt_lbr_writes);
	put_field("debugctlWrites", gt_debugctl_writes);
	put_field("writesIrqsOn", gt_writes_irqs_on);
	put("}\n");
	return out - text;
}
