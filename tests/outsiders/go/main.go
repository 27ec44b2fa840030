// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0

// Reads what a cityledger publishes with Go's sumdb libraries (golang.org/x/mod/sumdb/note and tlog), which share
// no code with ours: checkpoint signature, every tile, every entry's place, consistency of sizes, tlog-proofs.
//
// PUBLIC is a folder, or the address of a service.
//
// usage: outsider PUBLIC TRUST [TLOG_PROOF STATEMENT]
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

func fatal(format string, args ...interface{}) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}

func check(err error, what string) {
	if err != nil {
		fatal("%s: %v", what, err)
	}
}

// fetch reads a file of the folder, or what the service answers.
func fetch(public, path string) ([]byte, error) {
	if !strings.HasPrefix(public, "http") {
		return os.ReadFile(filepath.Join(public, path))
	}
	response, err := http.Get(public + "/" + path)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, response.Status)
	}
	return io.ReadAll(response.Body)
}

func read(folder, path string) []byte {
	data, err := fetch(folder, path)
	check(err, "reading")
	return data
}

// openCheckpoint verifies a signed note and reads origin, size and root from it.
func openCheckpoint(signed []byte, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	check(err, "checkpoint")
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		fatal("checkpoint: wrong origin or too few lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err, "checkpoint size")
	root, err := tlog.ParseHash(lines[2])
	check(err, "checkpoint root")
	return tlog.Tree{N: size, Hash: root}
}

// files reads tiles in the C2SP layout, which leaves out the height that Go's own path has.
type files struct{ public string }

func (f files) Height() int { return tileHeight }

func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := fetch(f.public, path)
		if err != nil && tile.W < 1<<tileHeight {
			// A full tile serves for any partial one of it.
			full := tile
			full.W = 1 << tileHeight
			data, err = fetch(f.public, strings.Replace(full.Path(), "tile/8/", "tile/", 1))
			if err == nil && len(data) >= tile.W*tlog.HashSize {
				data = data[:tile.W*tlog.HashSize]
			}
		}
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

func (f files) SaveTiles([]tlog.Tile, [][]byte) {}

// entries reads every entry from the bundles, in order.
func entries(public string, size int64) [][]byte {
	var all [][]byte
	for n := int64(0); n*256 < size; n++ {
		width := size - n*256
		name := fmt.Sprintf("%03d", n%1000)
		for rest := n / 1000; rest > 0; rest /= 1000 {
			name = fmt.Sprintf("x%03d/%s", rest%1000, name)
		}
		if width < 256 {
			name = fmt.Sprintf("%s.p/%d", name, width)
		}
		bundle := read(public, "tile/entries/"+name)
		for len(bundle) > 0 {
			if len(bundle) < 2 {
				fatal("bundle %s is cut short", name)
			}
			length := int(binary.BigEndian.Uint16(bundle))
			if len(bundle) < 2+length {
				fatal("bundle %s is cut short", name)
			}
			all = append(all, bundle[2:2+length])
			bundle = bundle[2+length:]
		}
	}
	if int64(len(all)) != size {
		fatal("the bundles hold %d entries, the checkpoint says %d", len(all), size)
	}
	return all
}

func checkLog(public string, tree tlog.Tree) {
	reader := tlog.TileHashReader(tree, files{public})
	all := entries(public, tree.N)
	for i, entry := range all {
		proof, err := tlog.ProveRecord(tree.N, int64(i), reader)
		check(err, fmt.Sprintf("proof of entry %d", i))
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), tlog.RecordHash(entry)), fmt.Sprintf("entry %d", i))
	}
	for older := int64(1); older <= tree.N; older++ {
		hash, err := tlog.TreeHash(older, reader)
		check(err, "older root")
		proof, err := tlog.ProveTree(tree.N, older, reader)
		check(err, "consistency proof")
		check(tlog.CheckTree(proof, tree.N, tree.Hash, older, hash), fmt.Sprintf("consistency of size %d", older))
	}
	fmt.Printf("log: %d entries and %d earlier sizes checked\n", tree.N, tree.N)
}

func checkTlogProof(file, statement string, verifier note.Verifier) {
	head, signed, found := bytes.Cut(read("", file), []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		fatal("tlog-proof: not of that form")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	check(err, "tlog-proof index")
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		raw, err := base64.StdEncoding.DecodeString(line)
		check(err, "tlog-proof path")
		var hash tlog.Hash
		copy(hash[:], raw)
		proof = append(proof, hash)
	}
	tree := openCheckpoint(signed, verifier)
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(read("", statement))), "tlog-proof")
	fmt.Printf("tlog-proof: entry %d of %d\n", index, tree.N)
}

func main() {
	if len(os.Args) != 3 && len(os.Args) != 5 {
		fatal("usage: outsider PUBLIC TRUST [TLOG_PROOF STATEMENT]")
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read(os.Args[2], "log.vkey"))))
	check(err, "log.vkey")
	checkLog(os.Args[1], openCheckpoint(read(os.Args[1], "checkpoint"), verifier))
	if len(os.Args) == 5 {
		checkTlogProof(os.Args[3], os.Args[4], verifier)
	}
}
