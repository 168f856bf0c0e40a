# WebMux in a container, with its own tmux or with that of the host: docs/container.md.
ARG DEBIAN=bookworm

FROM debian:${DEBIAN}-slim AS build
# No versions of packages: Debian's archive has the newest only.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3-venv
WORKDIR /src
COPY . .
# Node comes as a Python package, packs the modules of the pages, and stays in this stage.
RUN sh scripts/setup.sh run
# Separate steps, because tests/image_build.py replaces the second.
# hadolint ignore=DL3059
RUN python3 -m venv /opt/webmux
# hadolint ignore=DL3059
RUN /opt/webmux/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
# hadolint ignore=DL3059
RUN /opt/webmux/bin/pip install --no-cache-dir --no-deps . \
    && /opt/webmux/bin/pip uninstall --yes pip setuptools

FROM debian:${DEBIAN}-slim
# The owner of the socket must have this number if you use the tmux of the host.
ARG UID=1000
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 tini tmux \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid "${UID}" --create-home --shell /bin/bash webmux \
    && install --directory --owner=webmux --group=webmux --mode=0700 /var/lib/webmux /run/webmux
COPY --from=build /opt/webmux /opt/webmux
COPY scripts/container.sh /usr/local/bin/webmux-container
ENV PATH=/opt/webmux/bin:/usr/local/bin:/usr/bin:/bin \
    LANG=C.UTF-8 \
    HOME=/home/webmux \
    TMUX_TMPDIR=/run/webmux \
    WEBMUX_STATE_DIR=/var/lib/webmux \
    WEBMUX_HOST=0.0.0.0
USER ${UID}
WORKDIR /home/webmux
VOLUME ["/home/webmux", "/var/lib/webmux"]
EXPOSE 8022
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["python3", "-m", "webmux.health_check"]
# tini passes signals on and reaps processes that tmux leaves. -s: it may not be process 1.
ENTRYPOINT ["tini", "-s", "--", "webmux-container"]
