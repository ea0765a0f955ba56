import { type CSSProperties, useState } from 'react';
import { Icon } from '../shell/icons';
import classes from './compare.module.css';

export interface Side {
  src: string;
  /** The label, as `Before · 145 kB`. */
  label: string;
}

interface Props {
  before: Side;
  after: Side;
  /** Width over height of the result, which holds the place until the pictures are there. */
  ratio: number;
  name: string;
}

const MIDDLE = 50;

/** Two pictures, one upon the other, and a line between them to drag: by hand, or with the arrow keys. */
export function Compare({ before, after, ratio, name }: Props) {
  const [at, setAt] = useState(MIDDLE);
  const style = { '--at': `${at}%`, aspectRatio: String(ratio) } as CSSProperties;
  return (
    <div className={classes.frame} style={style}>
      <img className={classes.before} src={before.src} alt={`${name}, before`} draggable={false} />
      <img className={classes.after} src={after.src} alt={`${name}, after`} draggable={false} />
      <input
        className={classes.input}
        type="range"
        min={0}
        max={100}
        value={at}
        aria-label="Compare before and after"
        aria-valuetext={`${at} % before, ${100 - at} % after`}
        onChange={event => setAt(Number(event.currentTarget.value))}
      />
      <span className={classes.line} aria-hidden="true">
        <span className={classes.grip}>
          <Icon name="left" size={15} />
          <Icon name="right" size={15} />
        </span>
      </span>
      <span className={`${classes.tag} ${classes.left}`}>{before.label}</span>
      <span className={`${classes.tag} ${classes.right}`}>{after.label}</span>
    </div>
  );
}
