package greet

func Words() string { return "hello from go" }
