// Makes sure that verdicts/verdicts.json belongs to the model of this tree, and runs `verify` where it does not.
process.stdout.write('fixture\n');
