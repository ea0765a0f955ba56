import { build } from './build.mjs';
import { install } from './install.mjs';
import { exitCodeOf, passSignalsTo, startService } from './serve.mjs';

install();
build();
const service = startService();
passSignalsTo(() => service);
service.once('exit', (code, signal) => process.exit(exitCodeOf(code, signal)));
