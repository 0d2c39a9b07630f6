/** A process of the long run: does the tasks that it is sent, one after the other. */
import { runTask, type Task } from './task.ts';

process.on('message', (task: Task) => {
  runTask(task).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
