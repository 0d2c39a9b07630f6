import { useState, type DragEvent } from 'react';
import styles from './trace.module.css';

interface Props {
  onFile(file: File): void;
}

/** A place to drop a file on, which is also the label of a file chooser, so that a keyboard reaches it. */
export function FileDrop({ onFile }: Props) {
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent, entered: boolean): void => {
    event.preventDefault();
    setOver(entered);
  };
  return (
    // The keyboard's way is the file chooser inside; dropping is for the mouse alone.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <label
      className={over ? `${styles.drop} ${styles.over}` : styles.drop}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        const file = event.dataTransfer.files.item(0);
        if (file) onFile(file);
      }}
    >
      <span>Drop a trace here, or choose a file</span>
      <input
        type="file"
        onChange={(event) => {
          const file = event.target.files?.item(0);
          if (file) onFile(file);
        }}
      />
    </label>
  );
}
