/* A step is a line: a verb, names, and key=value. */
#include "agent.h"
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

void words_split(struct words *words, char *text)
{
	char *rest = text, *word;

	memset(words, 0, sizeof *words);
	words->verb = strtok_r(rest, " ", &rest);
	while (words->verb && words->count < 512 && (word = strtok_r(0, " ", &rest)))
		words->arguments[words->count++] = word;
}

const char *words_value(const struct words *words, const char *key, const char *fallback)
{
	size_t length = strlen(key);

	for (int i = 0; i < words->count; i++)
		if (!strncmp(words->arguments[i], key, length) && words->arguments[i][length] == '=')
			return words->arguments[i] + length + 1;
	return fallback;
}

uint64_t number_of(const char *text)
{
	char *end;
	uint64_t value = strtoull(text, &end, 0);

	if (!*text || *end)
		fail("found \"%s\", expected a number", text);
	return value;
}

uint64_t words_number(const struct words *words, const char *key, uint64_t fallback)
{
	const char *text = words_value(words, key, 0);

	return text ? number_of(text) : fallback;
}

const char *words_name(const struct words *words, int index)
{
	for (int i = 0; i < words->count; i++)
		if (!strchr(words->arguments[i], '=') && index-- == 0)
			return words->arguments[i];
	fail("%s: a name is missing", words->verb);
}
