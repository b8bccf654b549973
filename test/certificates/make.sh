#!/bin/sh
# Test-only certificates: their private keys are public, so nothing may ever trust them outside these tests. Run once, with
# OpenSSL 3, in this folder; what it wrote is checked in. They hold from 2020 to 2120, but for `expired`, which ended in 2020.
set -eu
work=$(mktemp -d)
touch "$work/index" && echo 01 >"$work/serial"
cat >"$work/ca.cnf" <<CONFIG
[ca]
default_ca = own
[own]
database = $work/index
serial = $work/serial
new_certs_dir = $work
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[server]
subjectAltName = DNS:localhost,DNS:receiver.test,IP:127.0.0.1,IP:::1
[client]
extendedKeyUsage = clientAuth
CONFIG
issue() { # name, common name, section, last day, how it is signed
  openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1-key.pem"
  openssl req -new -key "$1-key.pem" -subj "/CN=$2" -out "$work/$1.csr"
  openssl ca -batch -notext -config "$work/ca.cnf" -extensions "$3" -startdate 20200101000000Z -enddate "$4" \
    -keyfile "$5" ${6:+-cert "$6"} ${7:-} -in "$work/$1.csr" -out "$1.pem" 2>/dev/null
}
issue ca 'Posthorn test authority' authority 21200101000000Z ca-key.pem '' -selfsign
issue server localhost server 21200101000000Z ca-key.pem ca.pem
issue client 'posthorn test client' client 21200101000000Z ca-key.pem ca.pem
issue expired 'posthorn test client' client 20200201000000Z ca-key.pem ca.pem
rm -rf "$work" ca-key.pem
