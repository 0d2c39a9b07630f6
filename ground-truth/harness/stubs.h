#ifndef GT_STUBS_H
#define GT_STUBS_H
#include "cpu.h"

void *memcpy(void *to, const void *from, unsigned long size);
unsigned long strlen(const char *text);

void gt_arena(void *start, unsigned long size);
void *gt_arena_next(void);
void *gt_alloc(unsigned long size);
void gt_run_rcu_callbacks(void);

#endif
