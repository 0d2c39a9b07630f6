/* What the VMM reads, writes, saves and restores. Any task may ask. */
#include "agent.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#define MOST_MSRS 1024

struct one {
	struct kvm_msrs head;
	struct kvm_msr_entry entry;
};

int msr_get(int fd, uint32_t msr, uint64_t *value)
{
	struct one one = { .head.nmsrs = 1, .entry.index = msr };
	int n = ioctl(fd, KVM_GET_MSRS, &one);

	*value = one.entry.data;
	return n;
}

int msr_set(int fd, uint32_t msr, uint64_t value)
{
	struct one one = { .head.nmsrs = 1, .entry = { .index = msr, .data = value } };

	return ioctl(fd, KVM_SET_MSRS, &one);
}

static struct kvm_msr_list *listed(void)
{
	struct kvm_msr_list *list = calloc(1, sizeof *list + MOST_MSRS * sizeof list->indices[0]);

	list->nmsrs = MOST_MSRS;
	if (ioctl(vm_kvm(), KVM_GET_MSR_INDEX_LIST, list))
		fail("KVM_GET_MSR_INDEX_LIST: %s", strerror(errno));
	return list;
}

/* Every MSR that KVM lists and gives, as a VMM does before a migration. */
static void save(struct vcpu *vcpu)
{
	struct kvm_msr_list *list = listed();
	struct kvm_msrs *saved = calloc(1, sizeof *saved + list->nmsrs * sizeof saved->entries[0]);

	for (unsigned i = 0; i < list->nmsrs; i++) {
		uint64_t value;

		if (msr_get(vcpu->fd, list->indices[i], &value) == 1) {
			saved->entries[saved->nmsrs].index = list->indices[i];
			saved->entries[saved->nmsrs++].data = value;
		}
	}
	free(list);
	free(vcpu->saved);
	vcpu->saved = saved;
	port_result("ok %u", saved->nmsrs);
}

/* Into the vCPU of that name, which may be another one than was saved. */
static void restore(struct vcpu *from, struct vcpu *to)
{
	unsigned refused = 0;

	if (!from->saved)
		fail("%s was not saved", from->name);
	for (unsigned i = 0; i < from->saved->nmsrs; i++)
		if (msr_set(to->fd, from->saved->entries[i].index, from->saved->entries[i].data) != 1)
			refused++;
	port_result("ok %u refused", refused);
}

static void tell_whether_listed(uint32_t msr)
{
	struct kvm_msr_list *list = listed();
	unsigned i = 0;

	while (i < list->nmsrs && list->indices[i] != msr)
		i++;
	port_result("ok %d", i < list->nmsrs);
	free(list);
}

void msr_verbs(const struct words *words)
{
	const char *verb = words->verb;
	uint64_t value = 0;

	if (!strcmp(verb, "list"))
		return tell_whether_listed(number_of(words_name(words, 0)));
	if (!strcmp(verb, "feature")) {
		int n = msr_get(vm_kvm(), number_of(words_name(words, 0)), &value);

		return n == 1 ? port_result("ok %llx", (unsigned long long)value) : port_result("refused");
	}
	struct vcpu *vcpu = vcpu_find(words_name(words, 0));

	if (!strcmp(verb, "save"))
		save(vcpu);
	else if (!strcmp(verb, "restore"))
		restore(vcpu_find(words_value(words, "from", vcpu->name)), vcpu);
	else if (!strcmp(verb, "get")) {
		if (msr_get(vcpu->fd, number_of(words_name(words, 1)), &value) == 1)
			port_result("ok %llx", (unsigned long long)value);
		else
			port_result("refused");
	} else {
		const char *text = words_name(words, 2);

		/* `host`: the record format that KVM offers. `kvm`: all that it offers. */
		if ((!strcmp(text, "host") || !strcmp(text, "kvm")) && msr_get(vm_kvm(), 0x345, &value) == 1)
			value &= strcmp(text, "kvm") ? 0x3f : ~0ull;
		else
			value = number_of(text);
		port_result(msr_set(vcpu->fd, number_of(words_name(words, 1)), value) == 1 ? "ok" : "refused");
	}
}
