export { RequestsHttpModule } from './requests-http.module';
