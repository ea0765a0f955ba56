import { DropZone } from './drop-zone';
import { SampleButton } from './sample-button';
import classes from './start.module.css';

const STEPS = [
  'Drop a CSV of products with image links',
  'Every picture is fetched and compressed',
  'Take a ZIP, or your CSV with the new links',
];

/** Says what this is, and takes a file. */
export function Start({ onFile }: { onFile: (file: File) => void }) {
  return (
    <section className={classes.hero} aria-labelledby="start">
      <div>
        <h1 className={classes.title} id="start">
          Lighter pictures for your whole catalogue
        </h1>
        <p className={classes.lead}>
          The same products, the same pictures, a fraction of the bytes: your shop loads faster, and nobody
          sees a difference.
        </p>
        <ol className={classes.steps}>
          {STEPS.map((step, index) => (
            <li key={step}>
              <span className={classes.number} aria-hidden="true">
                {index + 1}
              </span>
              {step}
            </li>
          ))}
        </ol>
      </div>
      <DropZone onFile={onFile}>
        <SampleButton onFile={onFile} />
      </DropZone>
    </section>
  );
}
