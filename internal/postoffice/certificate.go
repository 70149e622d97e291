package postoffice

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"time"
)

// A Certificate is for one host, signed by itself.
type Certificate struct {
	pair tls.Certificate
	leaf *x509.Certificate
}

// NewCertificate makes a certificate for a host name or an IP address, valid for
// a year around now.
func NewCertificate(host string) Certificate {
	now := time.Now()
	return newCertificate(host, now.AddDate(0, -6, 0), now.AddDate(0, 6, 0))
}

// NewExpiredCertificate makes one that was valid until yesterday.
func NewExpiredCertificate(host string) Certificate {
	now := time.Now()
	return newCertificate(host, now.AddDate(-1, 0, 0), now.AddDate(0, 0, -1))
}

// newCertificate panics where only a broken random source could make it fail.
func newCertificate(host string, from, until time.Time) Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: host},
		NotBefore: from, NotAfter: until, IsCA: true, BasicConstraintsValid: true,
	}
	if ip := net.ParseIP(host); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{host}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return Certificate{tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, leaf}
}

// Server is the configuration of a server with this certificate.
func (c Certificate) Server() *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{c.pair}}
}

// Client is the configuration of a client that trusts it and nothing else.
func (c Certificate) Client() *tls.Config {
	pool := x509.NewCertPool()
	pool.AddCert(c.leaf)
	return &tls.Config{RootCAs: pool}
}

// PEM returns the certificate and its key as files hold them.
func (c Certificate) PEM() (certificate, key []byte) {
	der, err := x509.MarshalPKCS8PrivateKey(c.pair.PrivateKey)
	if err != nil {
		panic(err)
	}
	certificate = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.leaf.Raw})
	return certificate, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}
