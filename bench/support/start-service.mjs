// The built service as `npm start` starts it, but for the build; tells the service's own pid.
import { exitCodeOf, passSignalsTo, startService } from '../../scripts/serve.mjs';

const service = startService();
passSignalsTo(() => service);
// The benchmark is gone, however it went.
process.once('disconnect', () => service.kill());
service.once('exit', (code, signal) => process.exit(exitCodeOf(code, signal)));
process.send(service.pid);
