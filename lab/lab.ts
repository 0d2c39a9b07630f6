/**
 * The lab: whole kernels on an emulated Intel CPU.
 *
 *   npm run lab -- setup     fetches and builds what the machine needs
 */
import { setup } from './emulator/main.ts';

const [command, ...args] = process.argv.slice(2);
if (command === 'setup')
  setup(args, (line) => console.log(line)).then(
    (status) => (process.exitCode = status),
    (error: unknown) => {
      console.error(error);
      process.exitCode = 2;
    },
  );
else {
  console.error(`lab: ${command === undefined ? 'a command is expected' : `no command ${command}`}; known: setup`);
  process.exitCode = 2;
}
