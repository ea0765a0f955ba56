export const HELP = `darkroom: compresses the product images of a CSV

  darkroom run <file.csv> --out <folder>    does the whole job on this machine, without a server
  darkroom upload <file.csv>                gives the job to a running service
  darkroom status <request-id>              how far that is
  darkroom download <request-id>            saves the output CSV, the rejects and a ZIP of the images

run, upload:
  --quality <1-100>          the encoder's setting; default 50
  --format <format>          keep (default), jpeg, png, webp or avif
  --effort <effort>          fast, balanced (default) or small
  --max-width <pixels>       shrink to fit, never enlarge
  --max-height <pixels>
  --on-invalid <reject|skip> what to do with a file that has bad rows; default reject
run:
  -o, --out <folder>         for images by product, <file>-output.csv and <file>-failed.csv
  --allow-private-host <h>   host, host:port or CIDR inside your network that images may come from; repeatable
upload:
  --webhook-url <url>        told when it has finished
  --idempotency-key <key>    for a script that repeats the command: the same key gives the same request, for 24 h
  --wait                     show the progress until it has finished
status:
  --json                     all that the service says
download:
  -o, --out <folder>         default: here
  --csv-only                 no ZIP of the images
  --partial                  of a request that still runs: the output CSV so far, without the ZIP
upload, status, download:
  --url <url>                of the service; default DARKROOM_URL, else http://127.0.0.1:3000
  --key <key>                API key; default DARKROOM_API_KEY, which other users of the machine cannot see

darkroom --version

Exit code: 0 all done, 2 done but some failed (see <file>-failed.csv), 1 could not, 130 interrupted.
The settings of the service that limit images and downloads count for run too, from the environment.
`;
