import { UsageError } from './command.ts';
import { commands } from './commands/index.ts';
import { nearest } from './did-you-mean.ts';
/** Runs the command line and answers the exit status. */
export async function main(argv) {
    const [name, ...args] = argv;
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
        process.stdout.write(await overview());
        return name === undefined ? 2 : 0;
    }
    const load = commands[name];
    if (load === undefined) {
        const hint = nearest(name, Object.keys(commands));
        process.stderr.write(`lbr-contract: unknown command "${name}"${hint ? `; did you mean "${hint}"?` : ''}\n`);
        return 2;
    }
    const command = await load();
    if (args.includes('--help') || args.includes('-h')) {
        process.stdout.write(`${command.usage.trim()}\n`);
        return 0;
    }
    try {
        return await command.run(args);
    }
    catch (error) {
        if (error instanceof UsageError) {
            process.stderr.write(`lbr-contract ${name}: ${error.message}\n`);
            return 2;
        }
        throw error;
    }
}
async function overview() {
    const all = await Promise.all(Object.values(commands).map((load) => load()));
    const width = Math.max(...all.map((command) => command.name.length), 0);
    const lines = all.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
    return (`lbr-contract: the contract between KVM and perf for Last Branch Records\n\n${lines.join('\n')}\n\n` +
        `lbr-contract COMMAND --help tells more. Exit status: 0 as declared, 1 not, 2 bad input.\n`);
}
