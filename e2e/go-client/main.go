// Command go-client lists, creates, reads and deletes deploy tokens by GitLab's own Go client, in the project and the
// group that are named, and prints what it was answered as JSON.
package main

import (
	"encoding/json"
	"errors"
	"log"
	"os"
	"time"

	gitlab "gitlab.com/gitlab-org/api/client-go"
)

type story struct {
	Username  string
	Made      *gitlab.DeployToken
	Dated     *gitlab.DeployToken
	Shown     *gitlab.DeployToken
	Listed    []string
	Pages     int
	Left      int
	Gone      int
	Forbidden int
	Complaint string
}

type tokens struct {
	create func(name string, username *string, expiresAt *time.Time, scopes []string) (*gitlab.DeployToken, error)
	get    func(id int64) (*gitlab.DeployToken, error)
	list   func(page gitlab.ListOptions) ([]*gitlab.DeployToken, *gitlab.Response, error)
	delete func(id int64) error
}

func main() {
	url, secret := os.Getenv("URL"), os.Getenv("SECRET")
	client, err := gitlab.NewClient(secret, gitlab.WithBaseURL(url))
	must(err)
	reader, err := gitlab.NewClient(os.Getenv("READ_SECRET"), gitlab.WithBaseURL(url))
	must(err)
	user, _, err := client.Users.CurrentUser()
	must(err)
	answers := map[string]story{
		"project": tell(ofProject(client, os.Getenv("PROJECT")), ofProject(reader, os.Getenv("PROJECT"))),
		"group":   tell(ofGroup(client, os.Getenv("GROUP")), ofGroup(reader, os.Getenv("GROUP"))),
	}
	for kind, answer := range answers {
		answer.Username = user.Username
		answers[kind] = answer
	}
	must(json.NewEncoder(os.Stdout).Encode(answers))
}

func tell(own tokens, readOnly tokens) story {
	var told story
	var err error
	told.Made, err = own.create("from go", nil, nil, []string{"read_repository", "read_registry"})
	must(err)
	end := time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)
	told.Dated, err = own.create("dated", gitlab.Ptr("deployer"), &end, []string{"write_registry"})
	must(err)
	told.Shown, err = own.get(told.Made.ID)
	must(err)

	for page := int64(1); page != 0; {
		some, response, err := own.list(gitlab.ListOptions{Page: page, PerPage: 1})
		must(err)
		for _, token := range some {
			told.Listed = append(told.Listed, token.Name)
		}
		told.Pages++
		page = response.NextPage
	}

	_, err = readOnly.create("refused", nil, nil, []string{"read_repository"})
	told.Forbidden, _ = refusalOf(err)
	_, err = own.create("refused", nil, nil, []string{})
	_, told.Complaint = refusalOf(err)

	must(own.delete(told.Made.ID))
	must(own.delete(told.Dated.ID))
	_, err = own.get(told.Made.ID)
	told.Gone, _ = refusalOf(err)
	left, _, err := own.list(gitlab.ListOptions{})
	must(err)
	told.Left = len(left)
	return told
}

func ofProject(client *gitlab.Client, place string) tokens {
	service := client.DeployTokens
	return tokens{
		create: func(name string, username *string, expiresAt *time.Time, scopes []string) (*gitlab.DeployToken, error) {
			token, _, err := service.CreateProjectDeployToken(place, &gitlab.CreateProjectDeployTokenOptions{
				Name: &name, Username: username, ExpiresAt: expiresAt, Scopes: &scopes,
			})
			return token, err
		},
		get: func(id int64) (*gitlab.DeployToken, error) {
			token, _, err := service.GetProjectDeployToken(place, id)
			return token, err
		},
		list: func(page gitlab.ListOptions) ([]*gitlab.DeployToken, *gitlab.Response, error) {
			return service.ListProjectDeployTokens(place, &gitlab.ListProjectDeployTokensOptions{ListOptions: page})
		},
		delete: func(id int64) error {
			_, err := service.DeleteProjectDeployToken(place, id)
			return err
		},
	}
}

func ofGroup(client *gitlab.Client, place string) tokens {
	service := client.DeployTokens
	return tokens{
		create: func(name string, username *string, expiresAt *time.Time, scopes []string) (*gitlab.DeployToken, error) {
			token, _, err := service.CreateGroupDeployToken(place, &gitlab.CreateGroupDeployTokenOptions{
				Name: &name, Username: username, ExpiresAt: expiresAt, Scopes: &scopes,
			})
			return token, err
		},
		get: func(id int64) (*gitlab.DeployToken, error) {
			token, _, err := service.GetGroupDeployToken(place, id)
			return token, err
		},
		list: func(page gitlab.ListOptions) ([]*gitlab.DeployToken, *gitlab.Response, error) {
			return service.ListGroupDeployTokens(place, &gitlab.ListGroupDeployTokensOptions{ListOptions: page})
		},
		delete: func(id int64) error {
			_, err := service.DeleteGroupDeployToken(place, id)
			return err
		},
	}
}

// refusalOf gives the status and the sentence of the client's own error.
func refusalOf(err error) (int, string) {
	var refusal *gitlab.ErrorResponse
	if errors.As(err, &refusal) {
		return refusal.Response.StatusCode, refusal.Message
	}
	if errors.Is(err, gitlab.ErrNotFound) {
		return 404, ""
	}
	log.Fatalf("not refused: %v", err)
	return 0, ""
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
