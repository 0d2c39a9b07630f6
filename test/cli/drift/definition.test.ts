import { describe, expect, test } from 'vitest';
import { definitionOf } from '../../../src/cli/drift/definition.ts';
import { normalizeC } from '../../../src/cli/drift/normalize.ts';

const file = `/* void quiet(void) { } in a comment */
#define LIMIT(x) \\
	((x) + 1)	/* one more */
#define LIMITED 2

enum owner {
	OWNER_NONE,
	OWNER_GUEST = BIT(1),
};

struct records {
	int nr;
	struct { int from; } inner;
};

static const int table[] = {
	1,
	2,
};

int loud(int a,
	 int b);

static int loud(int a,
		int b)
{
	if (a) {
		return b;	// "}" is no end
	}
	return LIMIT(b);
}

static inline void quiet(void) { }

static inline bool stub(void)
{ return false; }

void caller(void)
{
	loud(1, 2);
}
`;

describe('definitionOf', () => {
  test.each([
    ['LIMIT', '#define LIMIT(x)((x)+1)'],
    ['LIMITED', '#define LIMITED 2'],
    ['enum owner', 'enum owner{OWNER_NONE,OWNER_GUEST=BIT(1),};'],
    ['OWNER_GUEST', 'OWNER_GUEST=BIT(1),'],
    ['struct records', 'struct records{int nr;struct{int from;}inner;};'],
    ['table', 'static const int table[]={1,2,};'],
    ['loud()', 'static int loud(int a,int b){if(a){return b;}return LIMIT(b);}'],
    ['quiet', 'static inline void quiet(void){}'],
    ['stub', 'static inline bool stub(void){return false;}'],
    ['caller', 'void caller(void){loud(1,2);}'],
  ])('finds %s', (symbol, expected) => {
    expect(normalizeC(definitionOf(symbol, file) ?? '')).toBe(normalizeC(expected));
  });

  test.each(['absent', 'from', 'if', 'loud(1'])('does not take %s for a definition', (symbol) => {
    expect(definitionOf(symbol, file)).toBeUndefined();
  });
});

describe('normalizeC', () => {
  test('comments, white space and line breaks are no change', () => {
    expect(normalizeC('int  f ( void )\n{ /* why */ return 1 ; }')).toBe(normalizeC('int f(void) { return 1; } // so'));
  });

  test('a string, an operator and a name are a change', () => {
    const texts = ['f("a b")', 'f("a  b")', 'f("/* a */")', 'return a', 'returna', 'a - b', 'a + b'];
    expect(new Set(texts.map(normalizeC)).size).toBe(texts.length);
  });
});
