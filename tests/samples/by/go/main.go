package main

import (
	"log"
	"net/http"
	"os"

	"example.com/hello/greet"
)

func main() {
	http.HandleFunc("/", func(writer http.ResponseWriter, request *http.Request) { writer.Write([]byte(greet.Words())) })
	log.Fatal(http.ListenAndServe(os.Getenv("HOST")+":"+os.Getenv("PORT"), nil))
}
